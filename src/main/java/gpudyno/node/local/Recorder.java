package gpudyno.node.local;

import gpudyno.serve.backend.OutOfMemory;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Writes frames and events to the store on a thread of its own, so that a slow or full disk never delays the frame clock.
///
/// A write that fails is tried again every few seconds until it succeeds; writes that do not fit in the queue meanwhile are lost and
/// counted.
final class Recorder implements AutoCloseable {
    /// An hour of 10 s frames, and events beside them.
    private static final int QUEUE = 500;
    private static final long RETRY_MILLIS = 5_000;

    private final Store store;
    private final BlockingQueue<Consumer<Store>> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong lost = new AtomicLong();
    private volatile String problem = "";
    private volatile boolean closing;
    private final Thread thread;

    Recorder(Store store) {
        this.store = store;
        thread = Thread.ofPlatform().name("recorder").daemon().start(() -> {
            try {
                drain();
            } catch (InterruptedException e) {
                // Closed.
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Queues a write. Never blocks.
    void write(Consumer<Store> write) {
        if (!waiting.offer(write)) {
            lost.incrementAndGet();
        }
    }

    private void drain() throws InterruptedException {
        while (!closing || !waiting.isEmpty()) {
            Consumer<Store> next = waiting.take();
            while (!written(next)) {
                if (closing) {
                    return;
                }
                Thread.sleep(RETRY_MILLIS);
            }
        }
    }

    private boolean written(Consumer<Store> write) {
        try {
            write.accept(store);
            problem = "";
            return true;
        } catch (StoreException e) {
            problem = String.valueOf(e.getMessage());
            return false;
        } catch (OutOfMemoryError e) {
            throw OutOfMemory.endProcess(e);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            // Trying again would fail in the same way and would delay the writes after it.
            problem = "a record could not be written and was left: " + e;
            lost.incrementAndGet();
            return true;
        }
    }

    /// Why the last write failed; empty while writing works.
    String problem() {
        return problem;
    }

    /// Number of writes lost since the start because the queue was full.
    long lost() {
        return lost.get();
    }

    /// Writes what is queued, if the store can be written, then ends.
    @Override
    public void close() {
        write(_ -> closing = true);
        try {
            thread.join(RETRY_MILLIS);
            thread.interrupt();
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
