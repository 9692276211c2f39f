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

/// The stream of a node's changes. Every listener has a short queue and a virtual thread of its own. A slow listener loses frames, and
/// nobody waits for it.
///
/// States are read once a second ([#refresh]) and sent if they differ from what was sent last. So no engine has to report when something
/// changed. States that people wait for are read immediately.
public final class LocalChanges implements Changes, AutoCloseable {
    private static final Logger LOG = System.getLogger("gpudyno.node");
    static final int MOST_LISTENERS = 256;
    /// Length of a listener's queue, not counting the present state that it gets first.
    static final int QUEUE = 64;
    private static final Duration HELD = Duration.ofMinutes(5);
    private static final int MOST_HELD = 4_000;

    /// Guards the sequence number, the stored changes and the list of listeners.
    private final Object order = new Object();
    private final ArrayDeque<Told> held = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<State<?>> refreshed = new CopyOnWriteArrayList<>();
    private final List<State<?>> standing = new CopyOnWriteArrayList<>();
    private long sequence;

    /// @param nanos when it was sent, on a clock that never jumps
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

        /// Written as JSON once, for any number of listeners.
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

        /// Reads the state without a lock, because a thread that changes the state may hold its engine's lock while it asks for a refresh.
        /// Of two reads at the same time the older may be sent last; the read one second later corrects that.
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

        /// Starts to deliver: first the present state, then the changes that were queued meanwhile.
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

        /// Never blocks. Makes room by dropping a frame, or else a value that is replaced by a newer one of the same topic.
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

    /// Declares a state. It is sent to each new listener, and again whenever it differs from what was sent last.
    ///
    /// @param now gives the present value; null if there is nothing to send
    public <T> void state(Topic<T> topic, Supplier<@Nullable T> now) {
        state(topic, now, value -> value);
    }

    /// @param essence gives the part of a value that must differ for the value to be sent again
    <T> void state(Topic<T> topic, Supplier<@Nullable T> now, Function<T, Object> essence) {
        State<T> state = new State<>(topic, now, essence);
        refreshed.add(state);
        standing.add(state);
    }

    /// Declares a value that is sent to each new listener. Later changes are sent by [#tell].
    public <T> void standing(Topic<T> topic, Supplier<@Nullable T> now) {
        standing.add(new State<>(topic, now, value -> value));
    }

    /// Sends the states that have changed.
    public void refresh() {
        refreshed.forEach(State::refresh);
    }

    /// Sends one state if it has changed.
    public void refresh(Topic<?> topic) {
        refreshed.stream().filter(state -> state.topic.equals(topic)).forEach(State::refresh);
    }

    /// Sends an event to the listeners. Never blocks.
    public <T> void tell(Topic<T> topic, T value) {
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
        // Outside of the lock, because reading a state may wait for its engine, and the engine may be about to send something.
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
