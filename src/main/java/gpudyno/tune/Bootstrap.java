package gpudyno.tune;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Percentile bootstrap of a mean (Efron 1979): the mean of many resamples with replacement, and where 95 % of those means lie. With few
/// repeats it can only see the spread of those few, so reports name their number.
final class Bootstrap {
    private static final int RESAMPLES = 4000;

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
        return List.of(means[(int) (RESAMPLES * 0.025)], means[(int) (RESAMPLES * 0.975) - 1]);
    }
}
