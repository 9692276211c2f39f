package gpudyno.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;

/// HTTP/1.1 requests as bytes. A body seen before (by identity) is not encoded again; the event loop's own, not thread-safe.
final class RequestEncoder {
    /// Encoded requests kept; beyond it (bodies made on the fly) each is encoded anew.
    private static final int MAX_KEPT = 20_000;

    private final String head;
    private final IdentityHashMap<Body, ByteBuf> encoded = new IdentityHashMap<>();

    RequestEncoder(Endpoint endpoint) {
        StringBuilder text = new StringBuilder(endpoint.method()).append(' ').append(endpoint.pathAndQuery()).append(" HTTP/1.1\r\n");
        if (!endpoint.has("Host")) {
            header(text, "Host", endpoint.authority());
        }
        if (!endpoint.has("Authorization")) {
            endpoint.address().authorization().ifPresent(value -> header(text, "Authorization", value));
        }
        endpoint.headers().forEach((name, value) -> header(text, name, value));
        head = text.toString();
    }

    private static void header(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    /// The whole request; the caller releases it (by writing it).
    ByteBuf encode(Body body) {
        ByteBuf known = encoded.get(body);
        if (known == null) {
            known = Unpooled.unreleasableBuffer(bytes(body.bytes()));
            if (encoded.size() < MAX_KEPT) {
                encoded.put(body, known);
            }
        }
        return known.duplicate();
    }

    private ByteBuf bytes(byte[] body) {
        byte[] start = (head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        // Wrapped, not allocated: freed with the run by the garbage collector, with nothing to release.
        ByteBuffer request = ByteBuffer.allocateDirect(start.length + body.length).put(start).put(body).flip();
        return Unpooled.wrappedBuffer(request).asReadOnly();
    }
}
