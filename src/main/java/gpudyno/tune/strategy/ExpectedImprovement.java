package gpudyno.tune.strategy;

/// By how much a normal variable is expected to fall below the best so far, counting what does not as zero (Jones, Schonlau and Welch, 1998).
final class ExpectedImprovement {
    private ExpectedImprovement() {
    }

    static double of(double best, double mean, double deviation) {
        if (deviation < 1e-9) {
            return Math.max(0, best - mean);
        }
        double z = (best - mean) / deviation;
        return (best - mean) * distribution(z) + deviation * density(z);
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /// The logistic approximation of Bowling et al. (2009), to 1e-4.
    private static double distribution(double z) {
        return 1 / (1 + Math.exp(-0.07056 * z * z * z - 1.5976 * z));
    }
}
