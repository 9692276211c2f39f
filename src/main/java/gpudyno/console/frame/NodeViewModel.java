package gpudyno.console.frame;

import gpudyno.console.kit.HealthChip.Health;
import gpudyno.model.meter.Frame;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.Profile;
import gpudyno.node.Change;
import gpudyno.node.Connection;
import gpudyno.node.Frames;
import gpudyno.node.Node;
import gpudyno.node.Subscription;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The console's one mirror of a node. It listens to the node's stream once, whatever pages are open, and nothing here asks the node anything
/// on a timer. Owned by the thread of the screen; changes arrive on the stream's, and reach the screen together: at most one task of a node
/// waits for the screen at a time, however many changes come.
public final class NodeViewModel implements AutoCloseable {
    private static final long LONGEST_WAIT_SECONDS = 15;

    private final Node node;
    private final NodeCalls calls;
    private final InstantSource clock;
    private final Instant since;
    private final Optional<URI> address;
    private String name;
    private final ReadOnlyObjectWrapper<Optional<Facts>> facts = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Reach> reach;
    private final NodeMirror mirror = new NodeMirror();
    private final List<Consumer<Frame>> frameListeners = new CopyOnWriteArrayList<>();
    /// Whether something was told that the screen does not show yet.
    private final AtomicBoolean changed = new AtomicBoolean();
    /// Whether a task is under way that shows it.
    private final AtomicBoolean showing = new AtomicBoolean();
    private volatile Optional<Instant> lastHeard = Optional.empty();
    private Optional<Subscription> subscription = Optional.empty();
    private Instant nextTry = Instant.EPOCH;
    private String failure = "";
    private int tries;
    private boolean subscribing;
    private boolean closed;

    /// @param address where an attached node is reached; empty for the local one
    public NodeViewModel(Node node, Optional<URI> address, NodeCalls calls) {
        this(node, address, calls, InstantSource.system());
    }

    NodeViewModel(Node node, Optional<URI> address, NodeCalls calls, InstantSource clock) {
        this.node = node;
        this.address = address;
        this.calls = calls;
        this.clock = clock;
        since = clock.instant();
        name = address.map(URI::getAuthority).orElse(NodeNames.HERE);
        reach = new ReadOnlyObjectWrapper<>(Reach.at(since, since, Optional.empty(), Connection.IN_PROCESS));
    }

    public Optional<URI> address() {
        return address;
    }

    /// What the node is called in the console; no other is called the same.
    public String name() {
        return name;
    }

    void called(String now) {
        name = now;
    }

    public Node node() {
        return node;
    }

    /// What the node has told; empty until it has told what it is.
    public ReadOnlyObjectProperty<Optional<Facts>> facts() {
        return facts.getReadOnlyProperty();
    }

    /// How the node is reached; told anew at each tick.
    public ReadOnlyObjectProperty<Reach> reach() {
        return reach.getReadOnlyProperty();
    }

    /// Of the last call or stream; zero for the local node.
    public Duration roundTrip() {
        return node.connection().roundTrip();
    }

    /// How far the node's clock is ahead of this machine's; empty for the local node and before it was measured.
    Optional<Duration> clockAhead() {
        return node.connection().clockAhead();
    }

    /// Frames lost because this console was slow.
    long dropped() {
        return subscription.map(Subscription::dropped).orElse(0L);
    }

    /// The frames of the last minute, oldest first. From any thread.
    public List<Frame> live() {
        return mirror.live();
    }

    /// The last frame; empty before the first. From any thread.
    public Optional<Frame> latest() {
        return mirror.latest();
    }

    /// Calls `listener` with each frame as it comes, on the stream's thread.
    public javafx.util.Subscription onFrame(Consumer<Frame> listener) {
        frameListeners.add(listener);
        return () -> frameListeners.remove(listener);
    }

    /// Looks at how old the last change is, and listens if nothing does yet. Asks the node nothing. Called once a second.
    public void tick(Instant now) {
        if (closed) {
            return;
        }
        if (subscription.isEmpty() && !subscribing && !now.isBefore(nextTry)) {
            listen(now);
        }
        look(now);
    }

    /// Tries to listen now, however long it would have waited.
    void retry(Instant now) {
        nextTry = Instant.EPOCH;
        tick(now);
    }

    private void look(Instant now) {
        Connection told = failure.isEmpty()
                ? node.connection()
                : new Connection(Connection.State.RECONNECTING, tries, Duration.ZERO, failure);
        reach.set(Reach.at(now, since, lastHeard, told));
    }

    private void listen(Instant now) {
        subscribing = true;
        calls.call(() -> node.changes().subscribe(0, this::accept), this::listening, line -> {
            subscribing = false;
            tries++;
            failure = line;
            nextTry = now.plusSeconds(Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(tries - 1, 4)));
            look(clock.instant());
        });
    }

    private void listening(Subscription made) {
        subscribing = false;
        if (closed) {
            end(made);
            return;
        }
        subscription = Optional.of(made);
        tries = 0;
        failure = "";
        look(clock.instant());
    }

    /// On the stream's thread.
    private void accept(Change change) {
        lastHeard = Optional.of(clock.instant());
        mirror.take(change);
        change.as(Frames.FRAME).ifPresent(frame -> frameListeners.forEach(listener -> listener.accept(frame)));
        changed.set(true);
        show();
    }

    /// Puts together what is known off the screen's thread, then shows it. What is told meanwhile waits for the next time.
    private void show() {
        if (changed.get() && showing.compareAndSet(false, true)) {
            calls.call(() -> {
                changed.set(false);
                return mirror.facts();
            }, this::shown, line -> {
                showing.set(false);
                failure = line;
            });
        }
    }

    private void shown(Optional<Facts> now) {
        showing.set(false);
        if (!closed && now.isPresent()) {
            if (!reach.get().connected()) {
                look(clock.instant());
            }
            facts.set(now);
        }
        show();
    }

    /// How the node is, as the chip of the top bar says it.
    public Health health() {
        return switch (reach.get().connection()) {
            case CONNECTED -> facts.get().map(Facts::health).orElse(Health.STALE);
            case RECONNECTING -> Health.STALE;
            case LOST -> Health.OFFLINE;
        };
    }

    static Health health(Profile profile, Optional<Frame> minute, boolean alerting) {
        if (minute.isPresent() && JudgedWindow.of(minute.get()).misses(profile)) {
            return Health.BREACHED;
        }
        return alerting ? Health.AT_RISK : Health.HEALTHY;
    }

    private void end(Subscription open) {
        calls.call(() -> {
            open.close();
            return true;
        }, _ -> {}, _ -> {
            // Nobody looks at it any more, and its node's own end closes it.
        });
    }

    @Override
    public void close() {
        closed = true;
        subscription.ifPresent(this::end);
        subscription = Optional.empty();
    }
}
