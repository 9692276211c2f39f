package gpudyno.node.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Reads the bodies that strangers may send. What all of them hold at once is bounded, from their first byte until they are answered: however
/// many connections send however large a half of a body, the node keeps its heap. Bodies that announce to be small have a share of their own,
/// so that large ones do not lock them out.
final class RequestBodies {
    static final int MOST = 4 << 20;
    private static final int SMALL = 64 << 10;
    private static final int CHUNK = 8 << 10;
    /// A body that takes longer is cut off; one that stalls, by the listener's idle timeout.
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Semaphore large;
    private final Semaphore small;

    /// Answers a request with its body.
    interface Answering {
        void with(byte[] body) throws IOException;
    }

    /// @param largeBytes most that bodies of any length hold together
    /// @param smallBytes most that bodies announced as at most 64 KiB hold together
    RequestBodies(int largeBytes, int smallBytes) {
        large = new Semaphore(largeBytes);
        small = new Semaphore(smallBytes);
    }

    /// Reads the body and answers; its bytes count as held until then.
    ///
    /// @throws HttpResponseException 413 for a body over [#MOST], 503 where all together hold too much, 408 for one that comes too slowly
    void answer(Context context, Answering answering) throws IOException {
        long announced = context.req().getContentLengthLong();
        if (announced > MOST) {
            throw tooLarge();
        }
        Semaphore budget = announced >= 0 && announced <= SMALL ? small : large;
        int held = 0;
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream(Math.clamp(announced, CHUNK, SMALL));
            InputStream in = context.req().getInputStream();
            byte[] chunk = new byte[CHUNK];
            long start = System.nanoTime();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (!budget.tryAcquire(count)) {
                    throw busy(context);
                }
                held += count;
                if (held > MOST) {
                    throw tooLarge();
                }
                if (System.nanoTime() - start > LONGEST.toNanos()) {
                    throw closing(context, 408, "the body took longer than " + LONGEST.toSeconds() + " s");
                }
                body.write(chunk, 0, count);
            }
            answering.with(body.toByteArray());
        } finally {
            budget.release(held);
        }
    }

    private static HttpResponseException tooLarge() {
        return new HttpResponseException(413, "the body is larger than the " + (MOST >> 20) + " MiB a request may have");
    }

    private static HttpResponseException busy(Context context) {
        context.header("Retry-After", "1");
        return closing(context, 503, "the bodies of all requests together hold too much; try again");
    }

    private static HttpResponseException closing(Context context, int status, String detail) {
        context.header("Connection", "close");
        return new HttpResponseException(status, detail);
    }
}
