package gpudyno.serve;

import gpudyno.cache.TokenKey;
import gpudyno.trace.BatchTrace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One input on its way to the backend. Several requests may wait for it. Its deadline is the latest of their deadlines, so a request that
/// joins an older equal one is not dropped with it. Times are on the clock of `System.nanoTime`.
final class Item {
    /// Replaces the deadline once the item was dropped; no request can join it any more.
    private static final long DROPPED = Long.MIN_VALUE;

    private final TokenKey key;
    private final long arrival;
    private final AtomicLong deadline;
    private volatile SharedVectors.@Nullable Ticket ticket;
    private volatile boolean received;
    private final CompletableFuture<float[]> vector = new CompletableFuture<>();

    /// The batch it left the queue with; null before.
    volatile @Nullable BatchTrace batch;

    Item(TokenKey key, long arrival, long deadline) {
        this.key = key;
        this.arrival = arrival;
        this.deadline = new AtomicLong(deadline == DROPPED ? DROPPED + 1 : deadline);
    }

    TokenKey key() {
        return key;
    }

    long arrival() {
        return arrival;
    }

    CompletableFuture<float[]> vector() {
        return vector;
    }

    /// Its ticket of the shared tier; null if that was not asked.
    SharedVectors.@Nullable Ticket ticket() {
        return ticket;
    }

    void ticket(SharedVectors.@Nullable Ticket known) {
        ticket = known;
    }

    /// Completes it with the vector that another node has computed and stored.
    void receive(float[] computed) {
        received = true;
        vector.complete(computed);
    }

    boolean isReceived() {
        return received;
    }

    /// Keeps the item at least until `until`, for one more request that waits for it; false if it was dropped already.
    boolean join(long until) {
        while (true) {
            long present = deadline.get();
            if (present == DROPPED) {
                return false;
            }
            if (until - present <= 0 || deadline.compareAndSet(present, until)) {
                return true;
            }
        }
    }

    /// Drops the item if the latest deadline of those who wait for it has passed; true if it is dropped, now or before.
    boolean dropIfLate(long now) {
        while (true) {
            long present = deadline.get();
            if (present == DROPPED) {
                return true;
            }
            if (present - now >= 0) {
                return false;
            }
            if (deadline.compareAndSet(present, DROPPED)) {
                vector.completeExceptionally(new TimeoutException("past its deadline before the backend"));
                return true;
            }
        }
    }
}
