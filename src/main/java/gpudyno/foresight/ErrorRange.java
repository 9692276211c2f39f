package gpudyno.foresight;

import java.util.Arrays;

/// The range in which the errors of a forecast lie, from its own past errors, over a sliding window.
///
/// Errors are kept in units of the usual error at their time, so that ranges widen and narrow with the series. The share of errors outside
/// steers the quantile that is read (adaptive conformal inference: Gibbs, Candès, "Adaptive conformal inference under distribution shift",
/// NeurIPS 2021), so that the range covers what it says when errors drift.
final class ErrorRange {
    private static final int PAST = 400;
    private static final int FEW = 10;
    private static final double STEER = 0.01;
    private final double covered;
    private final double[] errors = new double[PAST];
    private double[] sorted = new double[0];
    private double outside;
    private long seen;

    /// @param covered share of errors inside, such as 0.95
    ErrorRange(double covered) {
        this.covered = covered;
        this.outside = 1 - covered;
    }

    /// @param error actual minus forecast, in units of the usual error
    void learn(double error) {
        if (seen >= 20) {
            boolean missed = error < low() || error > high();
            outside = Math.clamp(outside + STEER * (1 - covered - (missed ? 1 : 0)), 0.2 * (1 - covered), 2 * (1 - covered));
        }
        errors[(int) (seen++ % PAST)] = error;
        sorted = Arrays.copyOf(errors, (int) Math.min(seen, PAST));
        Arrays.sort(sorted);
    }

    /// @return at most 0
    double low() {
        return Math.min(seen < FEW ? -usual() : 0, quantile(outside / 2));
    }

    /// @return at least 0
    double high() {
        return Math.max(seen < FEW ? usual() : 0, quantile(1 - outside / 2));
    }

    /// Of normal errors, whose mean is 0.8 of their standard deviation; as long as too few are known.
    private double usual() {
        return covered > 0.9 ? 1.96 / 0.8 : 1.28 / 0.8;
    }

    /// Between neighbours of rank, counted as n + 1 as conformal ranges do, so that few errors give wide ranges.
    private double quantile(double share) {
        if (sorted.length == 0) {
            return 0;
        }
        double rank = share * (sorted.length + 1) - 1;
        int below = Math.clamp((long) Math.floor(rank), 0, sorted.length - 1);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + Math.clamp(rank - below, 0, 1) * (sorted[above] - sorted[below]);
    }
}
