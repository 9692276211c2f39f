package gpudyno.node.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
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
    private static final int CHUNK = 4 << 10;
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
            answering.with(any(context, held));
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

    /// Room is taken before it is allocated, and no more of it than has come or half as much again: what a body announces costs nothing.
    private static byte[] any(Context context, Held held) throws IOException {
        byte[] body = held.room(context, new byte[0], CHUNK);
        InputStream in = context.req().getInputStream();
        long start = System.nanoTime();
        int length = 0;
        for (int count = in.read(body); count >= 0; count = in.read(body, length, body.length - length)) {
            length += count;
            if (length > MOST) {
                throw tooLarge();
            }
            refuseSlow(context, start);
            if (length == body.length) {
                body = held.room(context, body, Math.min(body.length + Math.max(CHUNK, body.length / 2), MOST + 1));
            }
        }
        return Arrays.copyOf(body, length);
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

        /// The same bytes with more room behind them.
        ///
        /// @throws HttpResponseException 503 where all together hold too much
        byte[] room(Context context, byte[] held, int length) {
            int more = length - held.length;
            if (!budget.tryAcquire(more)) {
                throw busy(context);
            }
            bytes += more;
            return Arrays.copyOf(held, length);
        }

        void release() {
            budget.release(bytes);
        }
    }

    static HttpResponseException tooLarge() {
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
