package gpudyno.console.frame;

import gpudyno.console.kit.HealthChip.Health;
import gpudyno.model.alert.Alert;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.node.Event;
import gpudyno.model.node.NodeInfo;
import gpudyno.model.node.Readiness;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.node.Activity;
import gpudyno.node.Node;
import gpudyno.node.Subscription;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the frame shows of one node, asked once a second. Owned by the thread of the screen; only the frames arrive on another.
public final class NodeViewModel implements AutoCloseable {
    private static final int LIVE_SECONDS = 60;

    private final Node node;
    private final NodeCalls calls;
    private final ReadOnlyObjectWrapper<Optional<Facts>> facts = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Reach> reach;
    private final Instant since = Instant.now();
    private final Optional<URI> address;
    /// Guarded by itself: the node's thread adds, polls read.
    private final ArrayDeque<Frame> live = new ArrayDeque<>();
    private Optional<Subscription> subscription = Optional.empty();
    private Optional<Instant> lastAnswer = Optional.empty();
    private String failure = "";
    private int tries;
    private boolean asking;
    private boolean subscribing;
    private boolean closed;

    /// @param alerts those that fire and are not quiet
    /// @param throughput of the live window, one value a second, oldest first
    public record Facts(NodeInfo info, Duration roundTrip, String targets, Optional<Activity> activity,
            List<Event> events, List<Readiness> readiness, List<Alert> alerts, Health health, double[] throughput, long dropped) {}

    /// @param address where an attached node is reached; empty for the local one
    public NodeViewModel(Node node, Optional<URI> address, NodeCalls calls) {
        this.node = node;
        this.address = address;
        this.calls = calls;
        reach = new ReadOnlyObjectWrapper<>(Reach.at(since, since, Optional.empty(), 0, ""));
    }

    public Optional<URI> address() {
        return address;
    }

    /// What the node calls itself; its address until it has told.
    public String name() {
        return facts.get().map(known -> known.info().name()).or(() -> address.map(URI::getAuthority)).orElse("this workstation");
    }

    public Node node() {
        return node;
    }

    public ReadOnlyObjectProperty<Optional<Facts>> facts() {
        return facts.getReadOnlyProperty();
    }

    /// How the node is reached; told anew at each poll.
    public ReadOnlyObjectProperty<Reach> reach() {
        return reach.getReadOnlyProperty();
    }

    /// Asks once, unless the last question is still open.
    public void poll(Instant now) {
        if (closed) {
            return;
        }
        reach.set(Reach.at(now, since, lastAnswer, tries, failure));
        if (asking) {
            return;
        }
        asking = true;
        if (subscription.isEmpty() && !subscribing) {
            subscribing = true;
            calls.call(() -> node.subscribe(0, this::accept), this::subscribed, _ -> subscribing = false);
        }
        Optional<Subscription> current = subscription;
        calls.call(() -> ask(current), this::answered, this::failed);
    }

    private void answered(Facts answer) {
        asking = false;
        tries = 0;
        failure = "";
        lastAnswer = Optional.of(Instant.now());
        facts.set(Optional.of(answer));
        reach.set(Reach.at(Instant.now(), since, lastAnswer, 0, ""));
    }

    private void failed(String line) {
        asking = false;
        tries++;
        failure = line;
        reach.set(Reach.at(Instant.now(), since, lastAnswer, tries, failure));
    }

    /// How the node is, as the chip of the top bar says it.
    public Health health() {
        return switch (reach.get().connection()) {
            case CONNECTED -> facts.get().map(Facts::health).orElse(Health.STALE);
            case RECONNECTING -> Health.STALE;
            case LOST -> Health.OFFLINE;
        };
    }

    private void subscribed(Subscription made) {
        subscribing = false;
        if (closed) {
            made.close();
        } else {
            subscription = Optional.of(made);
        }
    }

    private void accept(Frame frame) {
        synchronized (live) {
            live.addLast(frame);
            while (live.size() > LIVE_SECONDS) {
                live.removeFirst();
            }
        }
    }

    private Facts ask(Optional<Subscription> now) {
        List<Frame> window;
        synchronized (live) {
            window = List.copyOf(live);
        }
        String targets = node.targets();
        double[] throughput = window.stream().mapToDouble(frame -> DerivedMeters.of(frame).getOrDefault(DerivedMeters.THROUGHPUT, 0.0))
                .toArray();
        List<Alert> alerts = node.alerts();
        boolean alerting = alerts.stream().anyMatch(alert -> !alert.acknowledged());
        return new Facts(node.info(), node.roundTrip(), targets, node.activity(), node.events(), node.readiness(), alerts,
                health(Profiles.byId(targets), window, alerting), throughput, now.map(Subscription::dropped).orElse(0L));
    }

    static Health health(Profile profile, List<Frame> window, boolean alerting) {
        if (!window.isEmpty() && JudgedWindow.of(Frame.rollUp(window)).misses(profile)) {
            return Health.BREACHED;
        }
        return alerting ? Health.AT_RISK : Health.HEALTHY;
    }

    @Override
    public void close() {
        closed = true;
        subscription.ifPresent(Subscription::close);
    }
}
