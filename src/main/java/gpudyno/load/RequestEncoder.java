package gpudyno.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.SplittableRandom;

/// HTTP/1.1 requests as bytes, each with a W3C trace context of its own unless the plan names one. A body seen before (by identity) is not
/// encoded again; the event loop's own, not thread-safe.
final class RequestEncoder {
    /// Encoded requests kept; beyond it (bodies made on the fly) each is encoded anew.
    private static final int MAX_KEPT = 20_000;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTEXT = "traceparent: 00-00000000000000000000000000000000-0000000000000000-01\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final int TRACE = 16;
    private static final int SPAN = 49;

    private final String head;
    private final boolean traced;
    private final SplittableRandom random = new SplittableRandom();
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
        traced = !endpoint.has("traceparent");
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
        return traced ? withContext(known) : known.duplicate();
    }

    /// The request line, then the context, then the rest: one small buffer, and two views of the bytes that stay.
    private ByteBuf withContext(ByteBuf request) {
        byte[] context = CONTEXT.clone();
        write(random.nextLong(), context, TRACE);
        write(random.nextLong(1, Long.MAX_VALUE), context, TRACE + 16);
        write(random.nextLong(1, Long.MAX_VALUE), context, SPAN);
        int first = head.indexOf('\n') + 1;
        return Unpooled.wrappedBuffer(request.slice(0, first), Unpooled.wrappedBuffer(context),
                request.slice(first, request.readableBytes() - first));
    }

    private static void write(long value, byte[] to, int at) {
        for (int i = 0; i < 16; i++) {
            to[at + i] = DIGITS[(int) (value >>> 60 - 4 * i & 15)];
        }
    }

    private ByteBuf bytes(byte[] body) {
        byte[] start = (head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        // Wrapped, not allocated: freed with the run by the garbage collector, with nothing to release.
        ByteBuffer request = ByteBuffer.allocateDirect(start.length + body.length).put(start).put(body).flip();
        return Unpooled.wrappedBuffer(request).asReadOnly();
    }
}
