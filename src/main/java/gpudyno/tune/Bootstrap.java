package gpudyno.tune;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Percentile bootstrap of a mean (Efron, 1979): the mean of many resamples with replacement, and where 95 % of those means lie. The plain
/// percentile interval of a handful of repeats is too narrow, so the percentiles are moved out as a t interval would be (Hesterberg, "What
/// teachers should know about the bootstrap", 2015, section 4.1); with four repeats that is from the least to the greatest of them.
final class Bootstrap {
    private static final int RESAMPLES = 4000;
    /// The probability outside the interval on one side, by number of repeats: Φ(−t(0.975, n−1) · √(n/(n−1))).
    private static final double[] TAILS = {0, 0, 0, 0, 0.0001, 0.0010, 0.0024, 0.0041, 0.0057, 0.0072, 0.0086, 0.0097, 0.0108, 0.0117,
        0.0125, 0.0132};
    private static final double LARGE_SAMPLE_TAIL = 0.025;

    private Bootstrap() {
    }

    static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /// @param values at least one
    /// @return low and high end of the 95 % interval of the mean
    static List<Double> interval(List<Double> values, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int j = 0; j < values.size(); j++) {
                sum += values.get(random.nextInt(values.size()));
            }
            means[i] = sum / values.size();
        }
        Arrays.sort(means);
        int out = (int) (RESAMPLES * tail(values.size()));
        return List.of(means[out], means[RESAMPLES - 1 - out]);
    }

    private static double tail(int repeats) {
        if (repeats < TAILS.length) {
            return TAILS[repeats];
        }
        // Approaches 2.5 % as 1/n; the factor continues the table without a jump.
        return LARGE_SAMPLE_TAIL * (1 - 6.6 / repeats);
    }
}
