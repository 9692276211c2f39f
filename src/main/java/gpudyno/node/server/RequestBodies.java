package gpudyno.node.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/// Reads the bodies that strangers may send. What all of them hold at once is bounded, from their first byte until they are answered: however
/// many connections send however large a half of a body, the node keeps its heap. Bodies that announce to be small have a share of their own,
/// so that large ones do not lock them out.
final class RequestBodies {
    static final int MOST = 4 << 20;
    private static final int SMALL = 64 << 10;
    private static final int CHUNK = 8 << 10;
    /// A body announced to be no longer costs less than the connection it comes on, and those are counted.
    private static final int UNCOUNTED = 2 << 10;
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
        if (announced >= 0 && announced <= UNCOUNTED) {
            answering.with(tiny(context, (int) announced));
            return;
        }
        Held held = new Held(announced >= 0 && announced <= SMALL ? small : large);
        try {
            answering.with(any(context, announced, held));
        } finally {
            held.release();
        }
    }

    private static byte[] tiny(Context context, int announced) throws IOException {
        byte[] body = new byte[announced];
        InputStream in = context.req().getInputStream();
        long start = System.nanoTime();
        int count = 0;
        while (count < announced) {
            int more = in.read(body, count, announced - count);
            if (more < 0) {
                return Arrays.copyOf(body, count);
            }
            count += more;
            if (count < announced) {
                refuseSlow(context, start);
            }
        }
        return body;
    }

    private static byte[] any(Context context, long announced, Held held) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(Math.clamp(announced, CHUNK, SMALL));
        InputStream in = context.req().getInputStream();
        byte[] chunk = new byte[CHUNK];
        long start = System.nanoTime();
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (!held.more(count)) {
                throw busy(context);
            }
            if (held.bytes > MOST) {
                throw tooLarge();
            }
            refuseSlow(context, start);
            body.write(chunk, 0, count);
        }
        return body.toByteArray();
    }

    private static void refuseSlow(Context context, long start) {
        if (System.nanoTime() - start > LONGEST.toNanos()) {
            throw closing(context, 408, "the body took longer than " + LONGEST.toSeconds() + " s");
        }
    }

    /// What one request holds of a budget.
    private static final class Held {
        private final Semaphore budget;
        private int bytes;

        Held(Semaphore budget) {
            this.budget = budget;
        }

        boolean more(int count) {
            if (!budget.tryAcquire(count)) {
                return false;
            }
            bytes += count;
            return true;
        }

        void release() {
            budget.release(bytes);
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
