package gpudyno.model.trace;

import java.util.Map;

/// How long ordinary requests took: those of the same route and the same way (answered from the cache alone, or computed) that were neither
/// slow nor failed.
///
/// @param requests how many of them were sampled
/// @param millis their median
/// @param stages every stage that one of them met
public record Typical(int requests, double millis, Map<Stage, Range> stages) {
    /// The stage's 5th, 50th and 95th percentile in milliseconds; a request that did not meet the stage counts as zero.
    public record Range(double p5, double p50, double p95) {
        public static final Range NONE = new Range(0, 0, 0);
    }

    public Typical {
        stages = Map.copyOf(stages);
    }

    public Range of(Stage stage) {
        return stages.getOrDefault(stage, Range.NONE);
    }
}
