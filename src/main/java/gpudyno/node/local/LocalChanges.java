package gpudyno.node.local;

import gpudyno.node.Change;
import gpudyno.node.Changes;
import gpudyno.node.Frames;
import gpudyno.node.Subscription;
import gpudyno.node.Topic;
import gpudyno.store.Json;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The stream of a node. Every listener has a short queue and a virtual thread of its own: a slow one loses frames, and nobody waits for it.
///
/// States are looked at once a second ([#refresh]) and told where they differ from what was told last, so that no engine has to say when
/// something changed; what people wait for is looked at at once.
final class LocalChanges implements Changes, AutoCloseable {
    private static final Logger LOG = System.getLogger("gpudyno.node");
    static final int MOST_LISTENERS = 256;
    /// Beyond what a listener is sent first.
    static final int QUEUE = 64;
    private static final Duration HELD = Duration.ofMinutes(5);
    private static final int MOST_HELD = 4_000;

    /// Guards the sequence, what is held and who listens.
    private final Object order = new Object();
    private final ArrayDeque<Told> held = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<State<?>> refreshed = new CopyOnWriteArrayList<>();
    private final List<State<?>> standing = new CopyOnWriteArrayList<>();
    private long sequence;

    /// @param nanos when it was told, by the clock that never jumps
    private static final class Told implements Change {
        private final long sequence;
        private final Topic<?> topic;
        private final Object value;
        private final long nanos = System.nanoTime();
        private volatile @Nullable String body;

        Told(long sequence, Topic<?> topic, Object value) {
            this.sequence = sequence;
            this.topic = topic;
            this.value = value;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public String topic() {
            return topic.name();
        }

        /// Written once, however many listeners it goes to.
        @Override
        public String body() {
            String written = body;
            if (written == null) {
                written = Json.write(value);
                body = written;
            }
            return written;
        }

        @Override
        public <T> Optional<T> as(Topic<T> wanted) {
            return topic.equals(wanted) ? Optional.of(wanted.type().cast(value)) : Optional.empty();
        }
    }

    private final class State<T> {
        private final Topic<T> topic;
        private final Supplier<@Nullable T> now;
        private final Function<T, Object> essence;
        private @Nullable Object last;

        State(Topic<T> topic, Supplier<@Nullable T> now, Function<T, Object> essence) {
            this.topic = topic;
            this.now = now;
            this.essence = essence;
        }

        /// Looks at the state without a lock: who changes it may hold its engine's lock while it asks for a refresh. Of two looks at the same
        /// time the older may be told last; the next second mends it.
        void refresh() {
            T value = now.get();
            Object told = value == null ? null : essence.apply(value);
            synchronized (this) {
                if (value != null && !Objects.equals(told, last)) {
                    tell(topic, value);
                }
                last = told;
            }
        }

        Optional<Told> standing(long before) {
            return Optional.ofNullable(now.get()).map(value -> new Told(before, topic, value));
        }
    }

    private final class Listener implements Subscription {
        private final ArrayDeque<Told> queue = new ArrayDeque<>();
        private final Thread thread;
        private int most;
        private long dropped;

        Listener(List<Told> missed, Consumer<Change> consumer) {
            queue.addAll(missed);
            most = QUEUE + missed.size();
            thread = Thread.ofVirtual().name("listener").unstarted(() -> deliver(consumer));
        }

        /// Begins to deliver: how things stand, then what has gathered meanwhile.
        synchronized void begin(List<Told> standing) {
            standing.reversed().forEach(queue::addFirst);
            most += standing.size();
            thread.start();
        }

        private void deliver(Consumer<Change> consumer) {
            try {
                while (true) {
                    consumer.accept(next());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "A listener failed and hears no more: " + e);
            } finally {
                leave(this);
            }
        }

        private synchronized Told next() throws InterruptedException {
            while (queue.isEmpty()) {
                wait();
            }
            return queue.remove();
        }

        /// Never blocks: makes room by dropping a frame, then what a newer value of its topic replaces.
        synchronized void offer(Told told) {
            if (queue.size() >= most && !forget(one -> one.topic.equals(Frames.FRAME)) && !forget(one -> one.topic.equals(told.topic))) {
                queue.remove();
                dropped++;
            }
            queue.add(told);
            notifyAll();
        }

        private boolean forget(Predicate<Told> which) {
            Optional<Told> oldest = queue.stream().filter(which).findFirst();
            oldest.ifPresent(one -> {
                queue.remove(one);
                dropped++;
            });
            return oldest.isPresent();
        }

        @Override
        public synchronized long dropped() {
            return dropped;
        }

        @Override
        public void close() {
            leave(this);
            thread.interrupt();
        }
    }

    /// Declares a state: told to who begins to listen, and again whenever it differs from what was told last.
    ///
    /// @param now how it stands; null where there is nothing to tell
    <T> void state(Topic<T> topic, Supplier<@Nullable T> now) {
        state(topic, now, value -> value);
    }

    /// @param essence what of a value must differ for it to be told again
    <T> void state(Topic<T> topic, Supplier<@Nullable T> now, Function<T, Object> essence) {
        State<T> state = new State<>(topic, now, essence);
        refreshed.add(state);
        standing.add(state);
    }

    /// Declares what is told to who begins to listen, and else by [#tell].
    <T> void standing(Topic<T> topic, Supplier<@Nullable T> now) {
        standing.add(new State<>(topic, now, value -> value));
    }

    /// Tells of the states that changed.
    void refresh() {
        refreshed.forEach(State::refresh);
    }

    /// Tells of one state if it changed.
    void refresh(Topic<?> topic) {
        refreshed.stream().filter(state -> state.topic.equals(topic)).forEach(State::refresh);
    }

    /// Tells of something that happened. Never blocks.
    <T> void tell(Topic<T> topic, T value) {
        synchronized (order) {
            Told told = new Told(++sequence, topic, value);
            held.add(told);
            while (held.size() > MOST_HELD || told.nanos - held.element().nanos > HELD.toNanos()) {
                held.remove();
            }
            listeners.forEach(listener -> listener.offer(told));
        }
    }

    @Override
    public Subscription subscribe(long after, Consumer<Change> consumer) {
        Listener listener;
        boolean goesOn;
        long before;
        synchronized (order) {
            if (listeners.size() >= MOST_LISTENERS) {
                throw new IllegalStateException("this node has " + MOST_LISTENERS + " subscribers already, the most it serves");
            }
            goesOn = after > 0 && after <= sequence && (after == sequence || held.element().sequence <= after + 1);
            List<Told> missed = after > 0 && after < sequence ? held.stream().filter(told -> told.sequence > after).toList() : List.of();
            before = missed.isEmpty() ? sequence : missed.getFirst().sequence - 1;
            listener = new Listener(missed, consumer);
            listeners.add(listener);
        }
        // Outside of the lock: a state may wait for its engine, which may be about to tell something.
        listener.begin(goesOn ? List.of() : standing.stream().flatMap(state -> state.standing(before).stream()).toList());
        return listener;
    }

    private void leave(Listener listener) {
        synchronized (order) {
            listeners.remove(listener);
        }
    }

    @Override
    public void close() {
        List<Listener> open;
        synchronized (order) {
            open = List.copyOf(listeners);
        }
        open.forEach(Listener::close);
    }
}
