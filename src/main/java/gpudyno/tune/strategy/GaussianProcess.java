package gpudyno.tune.strategy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/// A Gaussian process with a Matérn-5/2 kernel and a length scale for each parameter (Rasmussen and Williams, 2006, chapters 4 and 5): a
/// parameter that does not matter gets a long one. Length scales and noise climb the marginal likelihood, with a prior, a few random steps a fit,
/// from where the last fit left them.
final class GaussianProcess implements Surrogate {
    /// Of more points the best and the latest are kept: the fit is cubic.
    private static final int MOST_POINTS = 110;
    private static final int STEPS_AT_FIRST = 40;
    private static final int STEPS = 3;
    private static final double STEP = 0.35;
    /// The prior's median length scale in a unit cube of one dimension, and its spread in logarithms.
    private static final double MEDIAN_LENGTH = 0.6;
    private static final double LENGTH_SPREAD = 0.8;
    private static final double MEDIAN_NOISE = 0.02;
    private static final double NOISE_SPREAD = 1.2;

    private final RandomGenerator random;
    private double[] logLengths = {};
    private double logNoise = Math.log(MEDIAN_NOISE);
    private double[][] x = {};
    private double mean;
    private double scale = 1;
    private Fit fit = new Fit(new double[0][0], new double[0], 0);

    /// A factorised kernel matrix.
    ///
    /// @param lower its Cholesky factor
    /// @param weights kernel matrix inverse times costs
    /// @param likelihood log of the posterior density of the hyperparameters, up to a constant
    private record Fit(double[][] lower, double[] weights, double likelihood) {}

    GaussianProcess(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void fit(double[][] points, double[] costs) {
        int[] kept = kept(costs.length);
        x = Arrays.stream(kept).mapToObj(i -> points[i]).toArray(double[][]::new);
        double[] y = Arrays.stream(kept).mapToDouble(i -> costs[i]).toArray();
        mean = Arrays.stream(y).average().orElse(0);
        scale = Math.max(1e-6, Math.sqrt(Arrays.stream(y).map(value -> (value - mean) * (value - mean)).average().orElse(1)));
        for (int i = 0; i < y.length; i++) {
            y[i] = (y[i] - mean) / scale;
        }
        int steps = STEPS;
        if (logLengths.length == 0) {
            logLengths = new double[points[0].length];
            Arrays.fill(logLengths, Math.log(medianLength()));
            steps = STEPS_AT_FIRST;
        }
        fit = factorise(y, logLengths, logNoise);
        climb(y, steps);
    }

    /// Costs come best first: the better half of what fits, and every so many of the rest.
    private static int[] kept(int count) {
        if (count <= MOST_POINTS) {
            return java.util.stream.IntStream.range(0, count).toArray();
        }
        int best = MOST_POINTS * 2 / 3;
        int rest = MOST_POINTS - best;
        return java.util.stream.IntStream
                .concat(java.util.stream.IntStream.range(0, best),
                        java.util.stream.IntStream.range(0, rest).map(i -> best + (int) ((long) i * (count - best) / rest)))
                .toArray();
    }

    private double medianLength() {
        return MEDIAN_LENGTH * Math.sqrt(logLengths.length);
    }

    private void climb(double[] y, int steps) {
        for (int step = 0; step < steps; step++) {
            double[] lengths = logLengths.clone();
            double noise = logNoise;
            int changed = random.nextInt(lengths.length + 1);
            for (int i = 0; i < lengths.length; i++) {
                if (i == changed || random.nextInt(3) == 0) {
                    lengths[i] += STEP * random.nextGaussian();
                }
            }
            if (changed == lengths.length) {
                noise += STEP * random.nextGaussian();
            }
            Fit other = factorise(y, lengths, noise);
            if (other.likelihood > fit.likelihood) {
                fit = other;
                logLengths = lengths;
                logNoise = noise;
            }
        }
    }

    private Fit factorise(double[] y, double[] lengths, double noise) {
        int n = x.length;
        double[] inverse = Arrays.stream(lengths).map(length -> Math.exp(-2 * length)).toArray();
        DMatrixRMaj kernel = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = kernel(x[i], x[j], inverse);
                kernel.set(i, j, value);
                kernel.set(j, i, value);
            }
            kernel.add(i, i, Math.exp(noise) + 1e-6);
        }
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(n, true);
        if (!cholesky.decompose(kernel)) {
            return new Fit(new double[0][0], new double[0], Double.NEGATIVE_INFINITY);
        }
        DMatrixRMaj factor = cholesky.getT(null);
        double[][] lower = new double[n][];
        for (int i = 0; i < n; i++) {
            lower[i] = Arrays.copyOfRange(factor.data, i * n, i * n + i + 1);
        }
        double[] half = forward(lower, y);
        double likelihood = prior(lengths, noise);
        for (int i = 0; i < n; i++) {
            likelihood -= half[i] * half[i] / 2 + Math.log(lower[i][i]);
        }
        return new Fit(lower, backward(lower, half), likelihood);
    }

    private double prior(double[] lengths, double noise) {
        double sum = 0;
        for (double length : lengths) {
            double z = (length - Math.log(medianLength())) / LENGTH_SPREAD;
            sum -= z * z / 2;
        }
        double z = (noise - Math.log(MEDIAN_NOISE)) / NOISE_SPREAD;
        return sum - z * z / 2;
    }

    private static double kernel(double[] a, double[] b, double[] inverseSquaredLengths) {
        double squared = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = a[i] - b[i];
            squared += difference * difference * inverseSquaredLengths[i];
        }
        double r = Math.sqrt(5 * squared);
        return (1 + r + 5 * squared / 3) * Math.exp(-r);
    }

    private static double[] forward(double[][] lower, double[] right) {
        double[] solution = right.clone();
        for (int i = 0; i < solution.length; i++) {
            double sum = solution[i];
            double[] row = lower[i];
            for (int j = 0; j < i; j++) {
                sum -= row[j] * solution[j];
            }
            solution[i] = sum / row[i];
        }
        return solution;
    }

    private static double[] backward(double[][] lower, double[] right) {
        double[] solution = right.clone();
        for (int i = solution.length - 1; i >= 0; i--) {
            solution[i] /= lower[i][i];
            for (int j = 0; j < i; j++) {
                solution[j] -= lower[i][j] * solution[i];
            }
        }
        return solution;
    }

    @Override
    public Prediction predict(double[][] points) {
        double[] inverse = Arrays.stream(logLengths).map(length -> Math.exp(-2 * length)).toArray();
        double[] means = new double[points.length];
        double[] deviations = new double[points.length];
        double[] covariance = new double[x.length];
        for (int p = 0; p < points.length; p++) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                covariance[i] = kernel(points[p], x[i], inverse);
                sum += covariance[i] * fit.weights[i];
            }
            double explained = 0;
            for (double part : forward(fit.lower, covariance)) {
                explained += part * part;
            }
            means[p] = mean + scale * sum;
            deviations[p] = scale * Math.sqrt(Math.max(1e-9, 1 - explained));
        }
        return new Prediction(means, deviations);
    }
}
