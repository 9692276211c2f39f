package gpudyno.console.settings;

import gpudyno.console.ScriptedNode;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.node.Knobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A scripted node with one knob of each kind, in a real registry; what is turned is told on its stream.
public final class ScriptedKnobs extends ScriptedNode {
    private final KnobRegistry registry = new KnobRegistry();
    private final Map<String, Object> values = new TreeMap<>();
    private final List<String> turns = new ArrayList<>();

    public ScriptedKnobs() {
        super(false);
        knob("backend.sessions", new KnobType.Whole(1, 8, Scale.LINEAR), "1", "Backend calls that run at the same time", ChangeCost.PAUSE,
                1L);
        knob("cache.enabled", new KnobType.Switch(), "", "Answer repeated inputs from memory", ChangeCost.FREE, true);
        knob("cache.maxBytes", new KnobType.Whole(1 << 20, 1L << 30, Scale.LOG), "bytes", "Most memory the cache may hold",
                ChangeCost.FREE, 256L << 20);
        knob("engine.dtype", new KnobType.Choice(List.of("fp16", "int8", "int4")), "", "Number format of the weights", ChangeCost.RESTART,
                "fp16");
        knob("engine.memoryShare", new KnobType.Real(0.1, 0.95, Scale.LINEAR), "", "Share of the GPU's memory", ChangeCost.RESTART, 0.9);
        knob("serve.batch.maxDelay", new KnobType.Whole(0, 50, Scale.LINEAR), "ms", "Longest a request waits for others",
                ChangeCost.FREE, 5L);
        knob("serve.threads", new KnobType.Whole(1, 1, Scale.LINEAR), "1", "Threads on a machine with one core", ChangeCost.FREE, 1L);
    }

    private void knob(String id, KnobType type, String unit, String help, ChangeCost cost, Object value) {
        values.put(id, value);
        registry.register(new Knob(id, type, unit, help, cost, true), () -> values.get(id), to -> values.put(id, to));
    }

    List<String> turns() {
        return turns;
    }

    /// Somebody else turns a knob.
    void turnElsewhere(String id, Object value) {
        registry.turn(Map.of(id, value), "someone else");
        changes().tell(Knobs.STATES, new Knobs.States(registry.states()));
    }

    @Override
    public Knobs knobs() {
        return new Knobs() {
            @Override
            public List<KnobState> states() {
                return registry.states();
            }

            @Override
            public KnobChange turn(Map<String, ?> wanted, String by) {
                KnobChange change = registry.turn(wanted, by);
                turns.add(change.after() + " by " + by);
                changes().tell(Knobs.STATES, new Knobs.States(registry.states()));
                return change;
            }

            @Override
            public List<KnobSet> past(int most) {
                return List.of();
            }
        };
    }
}
