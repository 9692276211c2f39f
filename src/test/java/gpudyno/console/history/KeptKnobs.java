package gpudyno.console.history;

import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobSet;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.node.Knobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Knobs in a real registry that were turned four times in the last two days.
final class KeptKnobs implements Knobs {
    private final KnobRegistry registry = new KnobRegistry();
    private final Map<String, Object> values = new TreeMap<>();
    private final List<KnobSet.Turned> turned = new ArrayList<>();
    private Instant at;

    KeptKnobs(Instant now) {
        knob("backend.sessions", new KnobType.Whole(1, 8, Scale.LINEAR), "1", ChangeCost.PAUSE, 1L);
        knob("cache.maxBytes", new KnobType.Whole(1 << 20, 1L << 30, Scale.LOG), "bytes", ChangeCost.FREE, 64L << 20);
        knob("cache.ttl", new KnobType.Whole(1, 1440, Scale.LOG), "min", ChangeCost.FREE, 60L);
        knob("engine.dtype", new KnobType.Choice(List.of("fp16", "int8")), "", ChangeCost.RESTART, "fp16");
        knob("serve.queue.limit", new KnobType.Whole(16, 4096, Scale.POWER_OF_TWO), "1", ChangeCost.FREE, 256L);
        registry.afterChange(change -> turned.addFirst(new KnobSet.Turned(turned.size() + 9L, at, change)));
        at = now.minus(Duration.ofHours(43));
        registry.turn(Map.of("serve.queue.limit", 512), "session 16");
        at = now.minus(Duration.ofHours(26));
        registry.turn(Map.of("serve.queue.limit", 128, "cache.maxBytes", 32L << 20), "console");
        at = now.minus(Duration.ofMinutes(210));
        registry.turn(Map.of("backend.sessions", 2, "cache.ttl", 30), "the best of session 17");
        at = now.minus(Duration.ofMinutes(90));
        registry.turn(Map.of("cache.maxBytes", 64L << 20, "cache.ttl", 60, "serve.queue.limit", 256, "backend.sessions", 4), "console");
        at = now;
    }

    private void knob(String id, KnobType type, String unit, ChangeCost cost, Object value) {
        values.put(id, value);
        registry.register(new Knob(id, type, unit, "A knob of the script", cost, true), () -> values.get(id), to -> values.put(id, to));
    }

    @Override
    public List<KnobState> states() {
        return registry.states();
    }

    @Override
    public KnobChange turn(Map<String, ?> wanted, String by) {
        return registry.turn(wanted, by);
    }

    @Override
    public List<KnobSet> past(int most) {
        TreeMap<String, Object> now = new TreeMap<>();
        states().forEach(state -> now.put(state.knob().id(), state.value()));
        return KnobSet.back(new Configuration(now), turned, most);
    }
}
