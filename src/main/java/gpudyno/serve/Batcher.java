package gpudyno.serve;

import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.serve.backend.LengthBucket;
import gpudyno.trace.BatchTrace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The queue before the backend, and the rule that forms batches.
///
/// Items wait in one queue per length bucket. A worker takes the bucket whose oldest item has waited longest, and starts as soon as it has
/// a full batch or that item has waited for the maximum delay. Both bounds are read at each decision, so they change live. An item past its
/// deadline leaves the queue without reaching the backend.
final class Batcher {
    private final ServeSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<ArrayDeque<Item>> buckets = new ArrayList<>();
    private final MeterRegistry.Distribution queueWait;
    private final MeterRegistry.Distribution batchSizes;
    private final AtomicInteger depth = new AtomicInteger();
    private boolean closed;

    Batcher(ServeSettings settings, MeterRegistry meters) {
        this.settings = settings;
        for (int i = 0; i < LengthBucket.count(); i++) {
            buckets.add(new ArrayDeque<>());
        }
        queueWait = meters.distribution(Meters.QUEUE_WAIT);
        batchSizes = meters.distribution(Meters.BATCH_SIZE);
        meters.gauge(Meters.QUEUE_DEPTH, depth::get);
        meters.gauge(Meters.BATCH_CAP, settings::batch);
    }

    /// Queues all items or, when they would not fit under the queue's limit, none. A request larger than the whole queue is accepted if
    /// nothing else waits, because otherwise it could never be served. False when they do not fit, or after [#close].
    boolean offer(List<Item> items) {
        lock.lock();
        try {
            if (closed || depth.get() > 0 && depth.get() + items.size() > settings.queueLimit) {
                return false;
            }
            for (Item item : items) {
                buckets.get(LengthBucket.of(item.key().length())).add(item);
            }
            depth.addAndGet(items.size());
            arrived.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next batch: items of one bucket; rarely an empty batch, if all items were late. Called by backend workers.
    List<Item> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                dropLate();
                ArrayDeque<Item> bucket = oldest();
                if (bucket == null) {
                    arrived.await();
                    continue;
                }
                long wait = bucket.element().arrival() + settings.batchDelayNanos - System.nanoTime();
                if (bucket.size() >= settings.batch() || wait <= 0) {
                    return batch(bucket);
                }
                ArrayDeque<Item> full = full();
                if (full != null) {
                    return batch(full);
                }
                arrived.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Item> batch(ArrayDeque<Item> bucket) {
        long now = System.nanoTime();
        int most = settings.batch();
        List<Item> batch = new ArrayList<>(Math.min(most, bucket.size()));
        BatchTrace ride = new BatchTrace(now, most);
        while (batch.size() < most && !bucket.isEmpty()) {
            Item item = bucket.remove();
            depth.decrementAndGet();
            if (!item.dropIfLate(now)) {
                queueWait.record((now - item.arrival()) / 1e6);
                item.batch = ride;
                batch.add(item);
            }
        }
        if (!batch.isEmpty()) {
            batchSizes.record(batch.size());
        }
        return batch;
    }

    /// Removes late items from the heads of the queues, where the oldest are. An item whose deadline was extended, because other requests
    /// joined it, can be in front of late items; those are dropped when a batch is taken.
    private void dropLate() {
        long now = System.nanoTime();
        for (ArrayDeque<Item> bucket : buckets) {
            while (!bucket.isEmpty() && bucket.element().dropIfLate(now)) {
                bucket.remove();
                depth.decrementAndGet();
            }
        }
    }

    private @Nullable ArrayDeque<Item> oldest() {
        ArrayDeque<Item> oldest = null;
        for (ArrayDeque<Item> bucket : buckets) {
            if (!bucket.isEmpty() && (oldest == null || bucket.element().arrival() - oldest.element().arrival() < 0)) {
                oldest = bucket;
            }
        }
        return oldest;
    }

    private @Nullable ArrayDeque<Item> full() {
        for (ArrayDeque<Item> bucket : buckets) {
            if (bucket.size() >= settings.batch()) {
                return bucket;
            }
        }
        return null;
    }

    /// Items that wait now.
    int depth() {
        return depth.get();
    }

    /// Wakes waiting workers after a bound has changed.
    void wake() {
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Fails all waiting items and refuses later ones.
    void close(Exception reason) {
        lock.lock();
        try {
            closed = true;
            for (ArrayDeque<Item> bucket : buckets) {
                bucket.forEach(item -> item.vector().completeExceptionally(reason));
                bucket.clear();
            }
            depth.set(0);
        } finally {
            lock.unlock();
        }
    }
}
