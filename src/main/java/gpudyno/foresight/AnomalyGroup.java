package gpudyno.foresight;

import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Area;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An anomaly while it may still grow: the figures that deviate, and since when.
final class AnomalyGroup {
    private static final Duration SPIKE = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofSeconds(15);
    private final long id;
    private final Instant from;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private Instant lastOutside;
    private double score;
    private boolean jumped;
    private boolean expected;
    private @Nullable Instant to;

    private record Member(Signal signal, Instant at, double off, double value, double low, double high, double weight) {
        double weighed() {
            return Math.abs(off) * weight;
        }
    }

    AnomalyGroup(long id, Instant from) {
        this.id = id;
        this.from = from;
        this.lastOutside = from;
    }

    long id() {
        return id;
    }

    boolean holds(Signal signal) {
        return members.containsKey(signal.meter());
    }

    boolean suits(Area area) {
        return members.values().stream().anyMatch(member -> member.signal.area().belongsTo(area));
    }

    /// Takes in that a figure is off now.
    ///
    /// @param weight by which its deviation counts in the attribution
    void see(SignalWatch watch, Instant now, boolean drift, double weight) {
        Signal signal = watch.signal();
        double off = drift ? Math.max(1, Math.abs(watch.off())) : watch.off();
        Member known = members.get(signal.meter());
        if (known == null || Math.abs(off) > Math.abs(known.off)) {
            members.put(signal.meter(), new Member(signal, known == null ? now : known.at, off, watch.value(), watch.low(), watch.high(),
                    Math.max(weight, known == null ? 0 : known.weight)));
        }
        lastOutside = now;
        to = null;
        jumped |= !drift;
        score = Math.max(score, drift ? SignalWatch.THRESHOLD : watch.score());
    }

    /// Ends it if nothing has been off for a while.
    boolean isOver(Instant now) {
        return Duration.between(lastOutside, now).compareTo(QUIET) >= 0;
    }

    void end(Instant at) {
        to = at.isBefore(from) ? from : at;
    }

    Instant lastOutside() {
        return lastOutside;
    }

    Duration age(Instant now) {
        return Duration.between(from, now);
    }

    void markExpected() {
        expected = true;
    }

    Anomaly told() {
        double total = members.values().stream().mapToDouble(Member::weighed).sum();
        List<Anomaly.Part> parts = members.values().stream().sorted(Comparator.comparingDouble(Member::weighed).reversed())
                .map(member -> new Anomaly.Part(member.signal.meter(), member.signal.title(), member.signal.unit(), member.signal.area(),
                        member.value, member.low, member.high, total == 0 ? 0 : member.weighed() / total, member.at))
                .toList();
        return new Anomaly(id, from, to, kind(), score, parts, expected);
    }

    private Anomaly.Kind kind() {
        if (members.values().stream().map(member -> member.signal.area()).distinct().count() > 1) {
            return Anomaly.Kind.CORRELATED;
        }
        if (!jumped) {
            return Anomaly.Kind.DRIFT;
        }
        return Duration.between(from, lastOutside).compareTo(SPIKE) < 0 ? Anomaly.Kind.SPIKE : Anomaly.Kind.LEVEL_SHIFT;
    }
}
