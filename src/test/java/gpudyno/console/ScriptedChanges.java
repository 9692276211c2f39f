package gpudyno.console;

import gpudyno.node.Change;
import gpudyno.node.Changes;
import gpudyno.node.Subscription;
import gpudyno.node.Topic;
import gpudyno.store.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A stream that tells what the script says, on the thread that says it.
public final class ScriptedChanges implements Changes {
    private final Supplier<List<Now<?>>> standing;
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong subscriptions = new AtomicLong();
    private long sequence;

    /// How one thing stands.
    public record Now<T>(Topic<T> topic, T value) {}

    private record Told(long sequence, Now<?> now) implements Change {
        @Override
        public String topic() {
            return now.topic.name();
        }

        @Override
        public String body() {
            return Json.write(now.value);
        }

        @Override
        public <T> Optional<T> as(Topic<T> wanted) {
            return now.topic.equals(wanted) ? Optional.of(wanted.type().cast(now.value)) : Optional.empty();
        }
    }

    /// @param standing how everything stands, told to who begins to listen
    public ScriptedChanges(Supplier<List<Now<?>>> standing) {
        this.standing = standing;
    }

    /// Whether all who listened have left.
    boolean isLeft() {
        return subscriptions.get() > 0 && listeners.isEmpty();
    }

    /// How many ever listened.
    public long subscriptions() {
        return subscriptions.get();
    }

    @Override
    public synchronized Subscription subscribe(long after, Consumer<Change> consumer) {
        subscriptions.incrementAndGet();
        listeners.add(consumer);
        stand(consumer);
        return new Subscription() {
            @Override
            public long dropped() {
                return 0;
            }

            @Override
            public void close() {
                listeners.remove(consumer);
            }
        };
    }

    private void stand(Consumer<Change> consumer) {
        standing.get().forEach(now -> consumer.accept(new Told(sequence, now)));
    }

    public synchronized <T> void tell(Topic<T> topic, T value) {
        Change told = new Told(++sequence, new Now<>(topic, value));
        listeners.forEach(listener -> listener.accept(told));
    }

    /// As after a gap that the node cannot fill: how everything stands, again.
    public synchronized void standAgain() {
        sequence += 1000;
        listeners.forEach(this::stand);
    }
}
