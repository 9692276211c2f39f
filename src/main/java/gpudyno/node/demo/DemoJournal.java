package gpudyno.node.demo;

import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoreContents;
import gpudyno.model.target.Profiles;
import gpudyno.node.Activity;
import gpudyno.node.Journal;
import gpudyno.node.local.LocalChanges;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Events and targets of a simulated machine.
final class DemoJournal implements Journal {
    private static final int MOST = 200;
    private final LocalChanges changes;
    private final InstantSource clock;
    private final Deque<Event> events = new ArrayDeque<>();
    private volatile String targets = Profiles.OPTION_2.id();

    /// @param clock of what is said from now on
    DemoJournal(LocalChanges changes, InstantSource clock, Instant started) {
        this.changes = changes;
        this.clock = clock;
        events.add(new Event(started, Severity.INFO, "Started; this node is simulated"));
        changes.state(TARGETS, () -> new Targets(targets));
        changes.state(ACTIVITY, () -> new Busy(null));
        changes.state(READINESS, () -> new Modules(List.of()));
        changes.state(RECOMMENDATIONS, () -> new Recommendations(List.of()));
        changes.standing(EVENTS, () -> new Events(events()));
    }

    void say(String line) {
        add(new Event(clock.instant(), Severity.INFO, line));
    }

    void warn(String line) {
        add(new Event(clock.instant(), Severity.WARNING, line));
    }

    private void add(Event event) {
        synchronized (this) {
            events.addFirst(event);
            if (events.size() > MOST) {
                events.removeLast();
            }
        }
        changes.tell(EVENT, event);
    }

    @Override
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    @Override
    public Optional<Activity> activity() {
        return Optional.empty();
    }

    @Override
    public List<Recommendation> recommendations() {
        return List.of();
    }

    @Override
    public List<Readiness> readiness() {
        return List.of();
    }

    @Override
    public StoreContents contents() {
        return StoreContents.NOTHING;
    }

    @Override
    public void keep(RecordKind kind, long limit) {
        throw new IllegalStateException("this node is simulated: it keeps nothing");
    }

    @Override
    public String targets() {
        return targets;
    }

    @Override
    public void setTargets(String profile) {
        targets = Profiles.byId(profile).id();
        changes.refresh(TARGETS);
    }
}
