package gpudyno.node.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/// Reads request bodies from untrusted clients. The memory that all bodies take together is limited, from the first byte of each until its
/// request is answered. So many connections that each send part of a large body cannot exhaust the heap. Bodies announced as small have a
/// budget of their own, so that large ones cannot block them.
final class RequestBodies {
    static final int MOST = 4 << 20;
    private static final int SMALL = 64 << 10;
    private static final int CHUNK = 4 << 10;
    /// A body up to this announced length takes less memory than its connection, and the number of connections is limited.
    private static final int UNCOUNTED = 2 << 10;
    /// A body that takes longer than this is refused. A body that stalls is ended by the listener's idle timeout.
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Semaphore large;
    private final Semaphore small;

    /// Answers a request with its body.
    interface Answering {
        void with(byte[] body) throws IOException;
    }

    /// @param largeBytes the most memory for bodies of any length together
    /// @param smallBytes the most memory for all bodies announced as at most 64 KiB together
    RequestBodies(int largeBytes, int smallBytes) {
        large = new Semaphore(largeBytes);
        small = new Semaphore(smallBytes);
    }

    /// Reads the body and answers; its bytes count against the budget until then.
    ///
    /// @throws HttpResponseException 413 for a body over [#MOST], 503 if all bodies together take too much, 408 for a body that arrives too
    ///        slowly
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

    /// Memory is reserved from the budget before it is allocated, and at most one and a half times what has arrived. A large announced
    /// length alone reserves nothing.
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

    /// The part of a budget that one request has reserved.
    private static final class Held {
        private final Semaphore budget;
        private int bytes;

        Held(Semaphore budget) {
            this.budget = budget;
        }

        /// The same bytes in a larger array.
        ///
        /// @throws HttpResponseException 503 if all bodies together take too much
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

    /// The body of a request to the API, which Javalin keeps for the rest of the request.
    ///
    /// @throws HttpResponseException 413 for a body over [#MOST]
    static byte[] kept(Context context) {
        if (context.req().getContentLengthLong() > MOST) {
            throw tooLarge();
        }
        try {
            return context.bodyAsBytes();
        } catch (HttpResponseException e) {
            // A body whose length was not announced is found too large while it is read.
            throw e.getStatus() == 413 ? tooLarge() : e;
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
