package gpudyno.foresight;

import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Expectation;
import gpudyno.model.foresight.Watched;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Watches a node's frames for what is unusual, each figure alone and all together, over windows of five seconds. Memory is constant: a bounded
/// set of figures, about 1 MB each. One thread.
///
/// While a test loads the node nothing is judged and nothing learned: a session tries bad settings on purpose. What reads otherwise after a test
/// than before it is taken as usual once half a minute has passed.
public final class AnomalyWatch {
    private static final int WINDOW = 5;
    private static final int LASTS = 3;
    private static final int SETTLING = 30;
    private static final int MOST_OPEN = 8;
    private static final double JOINT = 0.7;
    /// From here on a figure counts as deviating if the joint detector says that something is unusual.
    private static final double JOINT_OFF = 0.6;
    private static final double JOINT_HELD = 10;
    private static final Duration REOPENS = Duration.ofSeconds(60);
    /// What lasts longer has become usual.
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Signals signals = new Signals();
    private final Map<String, SignalWatch> watches = new LinkedHashMap<>();
    private final Map<String, Double> tolerances;
    private final Map<String, Integer> lasting = new HashMap<>();
    private final JointDetector joint = new JointDetector(Signals.JOINT.size());
    private final Deque<Frame> window = new ArrayDeque<>();
    private final List<AnomalyGroup> open = new ArrayList<>();
    private final List<AnomalyGroup> ended = new ArrayList<>();
    private final Consumer<Anomaly> told;
    private double jointScore;
    private int jointLasting;
    private int settling;
    private long lastId;

    /// @param lastId the greatest id that was given before
    /// @param tolerances by meter, as feedback has set them
    /// @param told is given each anomaly when it begins, changes its shape, and ends
    public AnomalyWatch(long lastId, Map<String, Double> tolerances, Consumer<Anomaly> told) {
        this.lastId = lastId;
        this.tolerances = new TreeMap<>(tolerances);
        this.told = told;
    }

    /// Judges a second.
    ///
    /// @param troubled whether an incident is on: what is read during it is not learned as usual
    public void accept(Frame second, boolean troubled) {
        if (Meters.isTest(second)) {
            rest(second.end());
            return;
        }
        window.addLast(Signals.needed(second));
        if (window.size() > WINDOW) {
            window.removeFirst();
        }
        if (window.size() < WINDOW) {
            return;
        }
        Frame now = Frame.rollUp(window);
        judge(now, second.end(), troubled);
    }

    private void rest(Instant at) {
        window.clear();
        settling = SETTLING;
        open.forEach(group -> {
            group.end(at);
            told.accept(group.told());
        });
        open.clear();
        ended.clear();
        lasting.clear();
        jointLasting = 0;
        jointScore = 0;
    }

    private void judge(Frame now, Instant at, boolean troubled) {
        Map<String, Double> derived = DerivedMeters.of(now);
        for (Signal signal : signals.of(now)) {
            watch(signal).accept(at, signal.read(now, derived), troubled);
        }
        double[] off = Signals.JOINT.stream().mapToDouble(meter -> {
            SignalWatch known = watches.get(meter);
            return known == null ? 0 : known.off();
        }).toArray();
        jointScore = Math.max(joint.score(off), jointScore - 1 / JOINT_HELD);
        if (settling > 0) {
            settle();
            return;
        }
        group(at);
        finish(at);
    }

    private SignalWatch watch(Signal signal) {
        return watches.computeIfAbsent(signal.meter(),
                meter -> new SignalWatch(signal, tolerances.getOrDefault(meter, SignalWatch.TOLERANCE)));
    }

    private void settle() {
        if (--settling == 0) {
            watches.values().stream().filter(watch -> Math.abs(watch.off()) >= JOINT_OFF).forEach(SignalWatch::adopt);
        }
    }

    private void group(Instant at) {
        List<SignalWatch> deviating = watches.values().stream().filter(watch -> Math.abs(watch.off()) >= JOINT_OFF).toList();
        boolean together = jointScore >= JOINT
                && deviating.stream().map(watch -> watch.signal().area()).distinct().count() > 1;
        jointLasting = together ? jointLasting + 1 : 0;
        for (SignalWatch watch : watches.values()) {
            String meter = watch.signal().meter();
            boolean unusual = watch.isUnusual() || jointLasting >= LASTS && deviating.contains(watch);
            int lasts = lasting.merge(meter, 1, (before, one) -> unusual ? before + one : 0);
            boolean drifts = watch.drifts();
            if (unusual && lasts >= LASTS || drifts) {
                home(watch, at).ifFound(group -> group.see(watch, at, drifts && !unusual, weight(meter)));
            } else if (Math.abs(watch.off()) >= 1) {
                // Off, but not rare any more: it goes on where it is known.
                open.stream().filter(group -> group.holds(watch.signal())).findFirst()
                        .ifPresent(group -> group.see(watch, at, false, weight(meter)));
            }
        }
        open.forEach(group -> told.accept(group.told()));
    }

    /// What of the joint detector's isolation the figure explains, beside a part for the deviation itself.
    private double weight(String meter) {
        int figure = Signals.JOINT.indexOf(meter);
        return 0.5 + (figure < 0 ? 0.25 : joint.share(figure));
    }

    private record Home(@Nullable AnomalyGroup group) {
        void ifFound(Consumer<AnomalyGroup> then) {
            if (group != null) {
                then.accept(group);
            }
        }
    }

    /// The anomaly that a figure belongs to: one that has it, one of the same story, one that has just ended, or a new one.
    private Home home(SignalWatch watch, Instant at) {
        Signal signal = watch.signal();
        AnomalyGroup found = open.stream().filter(group -> group.holds(signal)).findFirst()
                .or(() -> open.stream().filter(group -> group.suits(signal.area())).findFirst()).orElse(null);
        if (found == null) {
            found = ended.stream().filter(group -> group.holds(signal)).findFirst().orElse(null);
            if (found != null) {
                ended.remove(found);
                open.add(found);
            }
        }
        if (found == null && open.size() < MOST_OPEN) {
            found = new AnomalyGroup(++lastId, at);
            open.add(found);
        }
        return new Home(found);
    }

    private void finish(Instant at) {
        for (Iterator<AnomalyGroup> each = open.iterator(); each.hasNext();) {
            AnomalyGroup group = each.next();
            boolean usual = group.age(at).compareTo(LONGEST) > 0;
            if (usual) {
                watches.values().stream().filter(watch -> group.holds(watch.signal())).forEach(SignalWatch::adopt);
            }
            if (usual || group.isOver(at)) {
                each.remove();
                group.end(group.lastOutside());
                ended.add(group);
                told.accept(group.told());
            }
        }
        ended.removeIf(group -> Duration.between(group.lastOutside(), at).compareTo(REOPENS) > 0);
    }

    /// Widens what is tolerated of an anomaly's meters: somebody said that it was to be expected.
    public void expected(Anomaly anomaly) {
        anomaly.parts().forEach(part -> {
            SignalWatch watch = watches.get(part.meter());
            if (watch != null) {
                watch.widen();
                tolerances.put(part.meter(), watch.tolerance());
            }
        });
        open.stream().filter(group -> group.id() == anomaly.id()).forEach(AnomalyGroup::markExpected);
    }

    /// As feedback has set them, by meter.
    public Map<String, Double> tolerances() {
        return Map.copyOf(tolerances);
    }

    public List<Anomaly> open() {
        return open.stream().map(AnomalyGroup::told).toList();
    }

    /// Scores of the last second by meter, of those that were read.
    public Map<String, Double> scores() {
        Map<String, Double> scores = new HashMap<>();
        watches.forEach((meter, watch) -> {
            if (Double.isFinite(watch.value()) && !watch.isLearning()) {
                scores.put(meter, watch.score());
            }
        });
        return scores;
    }

    /// Of all figures together.
    public double jointScore() {
        return jointScore;
    }

    public List<Watched> watched() {
        return watches.values().stream().map(SignalWatch::state).toList();
    }

    /// What a meter read and what was expected of it, one point every ten seconds, for an hour; empty for one that is not watched.
    public List<Expectation> course(String meter) {
        SignalWatch watch = watches.get(meter);
        return watch == null ? List.of() : watch.course();
    }
}
