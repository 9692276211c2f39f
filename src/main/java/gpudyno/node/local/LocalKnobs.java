package gpudyno.node.local;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobOutcome;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.model.node.Event.Severity;
import gpudyno.node.Knobs;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The node's knobs; every change is journalled before it takes effect.
final class LocalKnobs implements Knobs, NodeModule {
    /// Changes that are looked through for versions: a tuning session makes some hundreds.
    private static final int LOOKED_THROUGH = 2_000;
    private final KnobRegistry registry;
    private final Store store;
    private final Recorder recorder;
    private final Workplace workplace;
    private final LocalChanges changes;
    private final EventLog events;
    /// Changes that an earlier process had begun when it was killed.
    private final List<KnobChange> cutOff;

    LocalKnobs(KnobRegistry registry, Store store, Recorder recorder, Workplace workplace, LocalChanges changes, EventLog events) {
        this.registry = registry;
        this.store = store;
        this.recorder = recorder;
        this.workplace = workplace;
        this.changes = changes;
        this.events = events;
        registry.listen(new Journalling());
        cutOff = store.knobs().endCutOff();
        registry.afterChange(_ -> changes.refresh(STATES));
        changes.state(STATES, () -> new States(registry.states()));
    }

    @Override
    public String title() {
        return "Knobs";
    }

    /// Writes the intended change to the journal before it takes effect, and its outcome afterwards.
    private final class Journalling implements KnobRegistry.Listener {
        private Instant at = Instant.EPOCH;
        /// The number of the intended change in the journal; empty if the store could not write it.
        private OptionalLong wish = OptionalLong.empty();

        /// During a session the store already holds the knob values from before the session. So a full disk must not prevent the session
        /// from restoring them.
        @Override
        public void before(KnobChange change) {
            at = Instant.now();
            try {
                wish = OptionalLong.of(store.knobs().begin(at, change));
            } catch (StoreException e) {
                if (workplace.activity().isEmpty()) {
                    throw e;
                }
                wish = OptionalLong.empty();
            }
        }

        /// The change has already happened. If the store cannot write the outcome, the recorder tries again.
        @Override
        public void after(KnobChange change, KnobOutcome outcome) {
            if (wish.isEmpty()) {
                Instant then = at;
                recorder.write(to -> to.knobs().add(then, change, outcome));
                return;
            }
            long of = wish.getAsLong();
            try {
                store.knobs().end(of, outcome);
            } catch (StoreException _) {
                recorder.write(to -> to.knobs().end(of, outcome));
            }
        }
    }

    /// Sets the knobs to the values that last worked. If that fails, the node starts with the program's default values and says so.
    void restore() {
        cutOff.forEach(change -> events.say(Severity.WARNING, "The node was stopped in the middle of a change by " + change.by() + " ("
                + change.after() + "); the change does not count."));
        Configuration last = known(withoutGpus(store.knobs().last()));
        try {
            registry.turn(last.values(), KnobSet.START);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            events.say(Severity.WARNING,
                    "The knobs could not be put where they last stood (" + last + "): " + e.getMessage()
                            + ". They stand as the program has them.");
        }
    }

    /// Settings of GPUs are not put back where a node last had them, but where the node found them: see [GpuControls].
    private Configuration withoutGpus(Configuration stored) {
        return stored.only(stored.values().keySet().stream().filter(id -> !id.startsWith(GpuControls.KNOBS) || registry.knob(id) != null)
                .toList());
    }

    /// The values whose knob still exists and still accepts them.
    Configuration known(Configuration stored) {
        return registry.taken(withoutGpus(stored), left -> events.say(Severity.WARNING, "A stored knob value was left out: " + left));
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

    @Override
    public List<KnobSet> past(int most) {
        KnobSet.check(most);
        TreeMap<String, Object> now = new TreeMap<>();
        states().forEach(state -> now.put(state.knob().id(), state.value()));
        return KnobSet.back(new Configuration(now), store.knobs().newest(LOOKED_THROUGH), most);
    }
}
