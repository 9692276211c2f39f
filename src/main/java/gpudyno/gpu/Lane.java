package gpudyno.gpu;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/// A daemon thread for calls that may hang for good. While one hangs, no other work is given to it, and nobody waits for it.
final class Lane implements AutoCloseable {
    private static final long IDLE = Long.MIN_VALUE;
    private final ExecutorService thread;
    private final AtomicLong began = new AtomicLong(IDLE);

    Lane(String name) {
        thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
    }

    /// Starts work unless earlier work has not ended.
    void offer(Runnable work) {
        if (began.compareAndSet(IDLE, System.nanoTime())) {
            try {
                thread.execute(() -> {
                    try {
                        work.run();
                    } finally {
                        began.set(IDLE);
                    }
                });
            } catch (RejectedExecutionException e) {
                // Closed meanwhile.
                began.set(IDLE);
            }
        }
    }

    /// For how long the present work has been going on; 0 while there is none.
    long busyNanos() {
        long since = began.get();
        return since == IDLE ? 0 : Math.max(1, System.nanoTime() - since);
    }

    /// Does not wait.
    @Override
    public void close() {
        thread.shutdown();
    }
}
