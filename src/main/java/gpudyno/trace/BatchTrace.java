package gpudyno.trace;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// The instants of one batch, on the clock of `System.nanoTime`. Written by the worker that runs it, read by requests that wait for it.
public final class BatchTrace {
    private static final AtomicLong NUMBERS = new AtomicLong();

    final long id = NUMBERS.incrementAndGet();
    final long span = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    final long taken;
    final int cap;
    volatile int items;
    volatile int tokens;
    volatile int padded;
    volatile long started;
    volatile long finished;

    /// @param taken when its items left the queue
    /// @param cap most items that it may have
    public BatchTrace(long taken, int cap) {
        this.taken = taken;
        this.cap = cap;
    }

    /// The model begins.
    ///
    /// @param longest length of its longest input
    /// @param paddedTo length to which all are padded
    public void start(int size, int longest, int paddedTo) {
        items = size;
        tokens = longest;
        padded = paddedTo;
        started = notZero(System.nanoTime());
    }

    /// The model has ended, well or not.
    public void finish() {
        finished = notZero(System.nanoTime());
    }

    /// Zero stands for an instant that has not come.
    private static long notZero(long nanos) {
        return nanos == 0 ? 1 : nanos;
    }
}
