package gpudyno.node.local;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobState;
import gpudyno.model.node.Event.Severity;
import gpudyno.node.Knobs;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The node's knobs; every change is journalled before it takes effect.
final class LocalKnobs implements Knobs, NodeModule {
    private final KnobRegistry registry;
    private final Store store;
    private final Recorder recorder;
    private final Workplace workplace;
    private final LocalChanges changes;
    private final EventLog events;

    LocalKnobs(KnobRegistry registry, Store store, Recorder recorder, Workplace workplace, LocalChanges changes, EventLog events) {
        this.registry = registry;
        this.store = store;
        this.recorder = recorder;
        this.workplace = workplace;
        this.changes = changes;
        this.events = events;
        registry.beforeChange(this::journal);
        registry.afterChange(_ -> changes.refresh(STATES));
        changes.state(STATES, () -> new States(registry.states()));
    }

    @Override
    public String title() {
        return "Knobs";
    }

    /// During a session the store holds where the knobs stood before it already, so a disk that fills up must not keep the session from
    /// putting them back.
    private void journal(KnobChange change) {
        Instant now = Instant.now();
        try {
            store.journal(now, change);
        } catch (StoreException e) {
            if (workplace.activity().isEmpty()) {
                throw e;
            }
            recorder.write(to -> to.journal(now, change));
        }
    }

    /// Puts the knobs where they were last left.
    void restore() {
        registry.turn(known(store.lastKnobs()).values(), "start");
    }

    /// Those values whose knob still exists and takes them.
    Configuration known(Configuration stored) {
        return registry.taken(stored, left -> events.say(Severity.WARNING, "A stored knob value was left out: " + left));
    }

    @Override
    public List<KnobState> states() {
        return registry.states();
    }

    @Override
    public KnobChange turn(Map<String, ?> wanted, String by) {
        KnobChange change = workplace.turning(() -> registry.turn(wanted, by));
        if (!change.after().values().isEmpty()) {
            events.say(Severity.INFO, "Turned by " + by + ": " + change.after());
        }
        changes.refresh();
        return change;
    }
}
