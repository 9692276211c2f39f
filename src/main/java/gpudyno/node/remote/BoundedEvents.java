package gpudyno.node.remote;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/// Server-sent events of a stranger. The reader behind it holds one event in memory, however long, and reads as many as come. So the stream
/// breaks at an event of more than [#LONGEST] bytes, and when more events come than a node has to tell: [#AT_ONCE] at first, which is more
/// than a node keeps for a console that comes back, and [#A_SECOND] each second.
final class BoundedEvents extends ForwardingSource {
    static final int LONGEST = 2 << 20;
    static final int AT_ONCE = 5_000;
    static final int A_SECOND = 500;

    private final long opened = System.nanoTime();
    private final Buffer.UnsafeCursor cursor = new Buffer.UnsafeCursor();
    private long events;
    /// Bytes since the last blank line.
    private long length;
    private boolean lineIsEmpty = true;

    private BoundedEvents(Source source) {
        super(source);
    }

    /// Bounds the body of each successful answer.
    static Response bounded(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return response.isSuccessful() ? response.newBuilder().body(new Body(response.body())).build() : response;
    }

    private static final class Body extends ResponseBody {
        private final @Nullable MediaType type;
        private final BufferedSource source;

        Body(ResponseBody whole) {
            type = whole.contentType();
            source = Okio.buffer(new BoundedEvents(whole.source()));
        }

        @Override
        public @Nullable MediaType contentType() {
            return type;
        }

        @Override
        public long contentLength() {
            return -1;
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
        long count = super.read(sink, byteCount);
        if (count > 0) {
            follow(sink, sink.size() - count);
        }
        return count;
    }

    private void follow(Buffer sink, long from) throws IOException {
        try (Buffer.UnsafeCursor bytes = sink.readUnsafe(cursor)) {
            for (int got = bytes.seek(from); got > 0; got = bytes.next()) {
                byte[] data = bytes.data;
                for (int i = bytes.start; data != null && i < bytes.end; i++) {
                    follow(data[i]);
                }
            }
        }
        if (length > LONGEST) {
            throw new IOException("it sent an event of more than " + LONGEST + " bytes");
        }
        if (events > AT_ONCE + (System.nanoTime() - opened) / 1_000_000_000 * A_SECOND) {
            throw new IOException("it sent more than " + A_SECOND + " changes a second");
        }
    }

    private void follow(byte one) {
        length++;
        if (one == '\n' && lineIsEmpty) {
            events++;
            length = 0;
        }
        lineIsEmpty = one == '\n' || lineIsEmpty && one == '\r';
    }
}
