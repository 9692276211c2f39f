package gpudyno.node.local;

import gpudyno.model.node.Event;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoreContents;
import gpudyno.model.target.Profiles;
import gpudyno.node.Activity;
import gpudyno.node.Journal;
import gpudyno.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The node's events, activity and health, collected from its modules.
final class LocalJournal implements Journal {
    private static final String TARGETS_SETTING = "targets";

    private final Store store;
    private final EventLog events;
    private final Recorder recorder;
    private final Workplace workplace;
    private final NodeModules modules;
    private final Function<String, List<Recommendation>> recommendations;
    private final LocalChanges changes;
    private volatile String targets;

    LocalJournal(Store store, Recorder recorder, EventLog events, Workplace workplace, NodeModules modules,
            Function<String, List<Recommendation>> recommendations,
            LocalChanges changes) {
        this.store = store;
        this.recorder = recorder;
        this.events = events;
        this.workplace = workplace;
        this.modules = modules;
        this.recommendations = recommendations;
        this.changes = changes;
        targets = store.settings().get(TARGETS_SETTING).filter(this::isKnown).orElse(Profiles.OPTION_2.id());
        changes.state(ACTIVITY, () -> new Busy(workplace.activity().orElse(null)));
        changes.state(TARGETS, () -> new Targets(targets));
        changes.state(RECOMMENDATIONS, () -> new Recommendations(recommendations()));
        // Evidence, such as a count, changes every second and alone is no news. What people wait for is the state.
        changes.state(READINESS, () -> new Modules(readiness()), told -> told.modules().stream().map(Readiness::state).toList());
    }

    private boolean isKnown(String profile) {
        try {
            return Profiles.byId(profile).id().equals(profile);
        } catch (IllegalArgumentException e) {
            store.settings().refuse(TARGETS_SETTING, profile, String.valueOf(e.getMessage()));
            return false;
        }
    }

    @Override
    public List<Event> events() {
        return events.latest();
    }

    @Override
    public Optional<Activity> activity() {
        return workplace.activity();
    }

    @Override
    public List<Recommendation> recommendations() {
        return recommendations.apply(targets);
    }

    @Override
    public List<Readiness> readiness() {
        return modules.readiness();
    }

    @Override
    public StoreContents contents() {
        return store.contents();
    }

    @Override
    public void keep(RecordKind kind, long limit) {
        long before = store.retention().limit(kind);
        if (kind.check(limit) == before) {
            return;
        }
        store.retention().set(kind, limit);
        events.say(Event.Severity.INFO, kind.title() + ": " + limit + " " + kind.per().words() + " are kept, before " + before);
        if (limit < before) {
            recorder.write(_ -> drop(kind));
        }
    }

    /// A slice, and the next one behind what waits to be written by then.
    private void drop(RecordKind kind) {
        if (store.drop(kind, Instant.now()) > 0) {
            recorder.write(_ -> drop(kind));
        }
    }

    @Override
    public String targets() {
        return targets;
    }

    @Override
    public void setTargets(String profile) {
        String known = Profiles.byId(profile).id();
        store.settings().set(TARGETS_SETTING, known);
        targets = known;
        changes.refresh(TARGETS);
    }
}
