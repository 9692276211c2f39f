package gpudyno.model.target;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import java.util.Map;

/// What a node did in a stretch of time, as targets judge it: one definition for every tile, chip and list.
///
/// @param figures by the ids of [DerivedMeters]; absent where nothing was measured
/// @param requests how many count towards the error rate and throughput
public record JudgedWindow(Map<String, Double> figures, double requests) {
    /// Below this many requests a percentile or a rate of errors is chance.
    public static final int LEAST_REQUESTS = 20;
    /// Before the first frame.
    public static final JudgedWindow EMPTY = new JudgedWindow(Map.of(), 0);

    /// What a target finds in a window.
    public enum Outcome {
        MET,
        MISSED,
        /// The meter read nothing.
        NOT_MEASURED,
        /// Fewer than [#LEAST_REQUESTS] requests came.
        TOO_FEW_REQUESTS,
        /// Less than the target's throughput was offered, so that it could not be reached.
        NOT_OFFERED
    }

    public JudgedWindow {
        figures = Map.copyOf(figures);
    }

    public static JudgedWindow of(Frame window) {
        return new JudgedWindow(DerivedMeters.of(window), DerivedMeters.requests(window));
    }

    /// Memory is judged by itself; everything else needs requests, and throughput fails only if at least the target was offered.
    public Outcome judge(Target target) {
        Double value = figures.get(target.meter());
        boolean needsRequests = !target.meter().equals(DerivedMeters.MEMORY_PERCENT);
        if (needsRequests && requests < LEAST_REQUESTS) {
            return Outcome.TOO_FEW_REQUESTS;
        }
        if (value == null) {
            return Outcome.NOT_MEASURED;
        }
        if (target.meter().equals(DerivedMeters.THROUGHPUT) && figures.getOrDefault(DerivedMeters.OFFERED, 0.0) < target.bound()) {
            return Outcome.NOT_OFFERED;
        }
        return target.isMetBy(value) ? Outcome.MET : Outcome.MISSED;
    }

    /// Whether at least one target of a profile is missed.
    public boolean misses(Profile profile) {
        return profile.targets().stream().anyMatch(target -> judge(target) == Outcome.MISSED);
    }
}
