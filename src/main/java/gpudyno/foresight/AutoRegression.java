package gpudyno.foresight;

import java.util.Arrays;

/// The next value as a weighted sum of the newest ones, each as its distance from the mean. The weights are fitted by recursive least squares
/// with forgetting: Ljung, "System Identification", 2nd edition (1999), section 11.2. Forecasts further ahead are carried on step by step.
final class AutoRegression implements Candidate {
    /// About the newest 200 values count.
    private static final double FORGETTING = 0.995;
    /// What an error moves the fit by at most, in usual distances from the mean.
    private static final double MOST_ERROR = 4;
    /// The fit is of use once it has seen this many values for each of its weights.
    private static final int LEARNED = 4;
    /// Values that move less teach nothing; forgetting without learning would let the covariance grow without end.
    private static final double LEAST_MOVE = 1e-3;
    /// Keeps an unstable fit from leaving the numbers.
    private static final double MOST = 1e300;
    private final double[] past;
    private final double[] weights;
    private final double[][] covariance;
    private double sum;
    private double count;
    private double unit;
    private long seen;

    /// @param order how many values it looks back, at least 1
    AutoRegression(int order) {
        past = new double[order];
        weights = new double[order];
        Arrays.fill(weights, 1.0 / order);
        covariance = new double[order][order];
        for (int i = 0; i < order; i++) {
            covariance[i][i] = 1;
        }
    }

    @Override
    public void learn(double value) {
        count = FORGETTING * count + 1;
        sum = FORGETTING * sum + value;
        if (seen >= past.length) {
            double distance = value - mean();
            unit = unit == 0 ? Math.abs(distance) : 0.98 * unit + 0.02 * Math.abs(distance);
            if (unit > 0) {
                fit(distance / unit);
            }
        }
        System.arraycopy(past, 0, past, 1, past.length - 1);
        past[0] = value;
        seen++;
    }

    private double mean() {
        return sum / count;
    }

    private void fit(double target) {
        int order = past.length;
        double[] gain = new double[order];
        double power = FORGETTING;
        double error = target;
        for (int i = 0; i < order; i++) {
            for (int j = 0; j < order; j++) {
                gain[i] += covariance[i][j] * (past[j] - mean()) / unit;
            }
            power += gain[i] * (past[i] - mean()) / unit;
            error -= weights[i] * (past[i] - mean()) / unit;
        }
        if (power - FORGETTING < LEAST_MOVE) {
            return;
        }
        double bounded = Math.clamp(error, -MOST_ERROR, MOST_ERROR);
        for (int i = 0; i < order; i++) {
            weights[i] += gain[i] / power * bounded;
            for (int j = 0; j < order; j++) {
                covariance[i][j] = (covariance[i][j] - gain[i] * gain[j] / power) / FORGETTING;
            }
        }
    }

    @Override
    public double ahead(int steps) {
        if (seen < (long) LEARNED * past.length) {
            return Double.NaN;
        }
        double[] carried = past.clone();
        for (int step = 0; step < steps; step++) {
            double next = mean();
            for (int i = 0; i < carried.length; i++) {
                next += weights[i] * (carried[i] - mean());
            }
            System.arraycopy(carried, 0, carried, 1, carried.length - 1);
            carried[0] = Math.clamp(next, -MOST, MOST);
        }
        return carried[0];
    }
}
