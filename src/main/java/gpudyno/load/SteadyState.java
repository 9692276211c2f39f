package gpudyno.load;

import java.util.ArrayDeque;

/// When a warm-up may end: after five consecutive seconds in which throughput and median latency are nearly constant, so that start-up,
/// caches and compilers no longer change much. Counts may differ by what chance allows a Poisson process as well.
final class SteadyState {
    private static final int SECONDS = 5;
    private static final double SPREAD = 0.15;

    private final ArrayDeque<SecondSample> last = new ArrayDeque<>();

    boolean reachedBy(SecondSample second) {
        if (last.size() == SECONDS) {
            last.remove();
        }
        last.add(second);
        if (last.size() < SECONDS || last.stream().anyMatch(each -> each.correct() == 0)) {
            return false;
        }
        double mean = last.stream().mapToLong(SecondSample::correct).average().orElseThrow();
        return spread(last.stream().mapToDouble(SecondSample::correct).toArray()) <= SPREAD + 4 / Math.sqrt(mean)
                && spread(last.stream().mapToDouble(SecondSample::p50).toArray()) <= SPREAD;
    }

    /// (largest - smallest) / mean
    private static double spread(double[] values) {
        var summary = java.util.Arrays.stream(values).summaryStatistics();
        return summary.getAverage() == 0 ? 0 : (summary.getMax() - summary.getMin()) / summary.getAverage();
    }
}
