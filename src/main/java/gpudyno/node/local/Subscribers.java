package gpudyno.node.local;

import gpudyno.model.meter.Frame;
import gpudyno.node.Subscription;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Who wants frames. Each subscriber has a short queue and a virtual thread of its own: a slow one loses frames, and nobody waits for it.
final class Subscribers {
    static final int MOST = 256;
    private static final int QUEUE = 16;

    private final List<Subscriber> all = new CopyOnWriteArrayList<>();

    private final class Subscriber implements Subscription {
        private final ArrayBlockingQueue<Frame> queue;
        private final AtomicLong dropped = new AtomicLong();
        private final Thread thread;

        Subscriber(List<Frame> backlog, Consumer<Frame> consumer) {
            queue = new ArrayBlockingQueue<>(QUEUE + backlog.size());
            queue.addAll(backlog);
            thread = Thread.ofVirtual().name("subscriber").start(() -> deliver(consumer));
        }

        private void deliver(Consumer<Frame> consumer) {
            try {
                while (true) {
                    consumer.accept(queue.take());
                }
            } catch (InterruptedException e) {
                // Closed.
                all.remove(this);
            }
        }

        @Override
        public long dropped() {
            return dropped.get();
        }

        @Override
        public void close() {
            all.remove(this);
            thread.interrupt();
        }
    }

    /// @param backlog frames to send first
    /// @throws IllegalStateException beyond [#MOST] subscribers
    Subscription add(List<Frame> backlog, Consumer<Frame> consumer) {
        if (all.size() >= MOST) {
            throw new IllegalStateException("this node has " + MOST + " subscribers already, the most it serves");
        }
        Subscriber subscriber = new Subscriber(backlog, consumer);
        all.add(subscriber);
        return subscriber;
    }

    void publish(Frame frame) {
        for (Subscriber subscriber : all) {
            if (!subscriber.queue.offer(frame)) {
                subscriber.dropped.incrementAndGet();
            }
        }
    }

    void close() {
        all.forEach(Subscriber::close);
    }
}
