package gpudyno.node.demo;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobSet;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/// What was turned on a simulated machine since it began; the newest changes.
final class DemoKnobs {
    private final Deque<KnobSet.Turned> turned = new ArrayDeque<>();
    private long version;

    synchronized void add(Instant at, KnobChange change) {
        turned.addFirst(new KnobSet.Turned(++version, at, change));
        if (turned.size() > KnobSet.MOST) {
            turned.removeLast();
        }
    }

    List<KnobSet> sets(KnobRegistry registry, int most) {
        TreeMap<String, Object> now = new TreeMap<>();
        registry.states().forEach(state -> now.put(state.knob().id(), state.value()));
        synchronized (this) {
            return KnobSet.back(new Configuration(now), List.copyOf(turned), most);
        }
    }
}
