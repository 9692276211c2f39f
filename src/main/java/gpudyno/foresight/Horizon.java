package gpudyno.foresight;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Forecasts of one series this many steps ahead: the candidates' weights, their errors, and the ranges.
final class Horizon {
    /// How fast old errors fade; about the newest 100 count.
    private static final double FADING = 0.99;
    /// Weights go with the error to this power: at 0, all count alike; the higher, the more the best counts alone.
    private static final double SHARPNESS = 2;
    /// What an error counts at most: one of a series that had never moved has no unit.
    private static final double MOST_UNITS = 20;
    private final int steps;
    private final double[][] pending;
    private final double[] pendingMix;
    private final double[] pendingScale;
    private final double[] now;
    private final double[] errors;
    private final double[] counts;
    private final ErrorRange range80 = new ErrorRange(0.8);
    private final ErrorRange range95 = new ErrorRange(0.95);
    /// Whose errors count: its own, or a nearer horizon's until there are some.
    private Horizon stand = this;
    private double mix = Double.NaN;
    private double absoluteError;
    private double absoluteValue;
    private double compared;
    private long seen;

    Horizon(int steps, int candidates) {
        this.steps = steps;
        pending = new double[steps][candidates];
        pendingMix = new double[steps];
        pendingScale = new double[steps];
        now = new double[candidates];
        errors = new double[candidates];
        counts = new double[candidates];
    }

    boolean isReady() {
        return seen > 0;
    }

    /// @param nearer a nearer horizon, whose errors stand in as long as no forecast this far ahead could be compared; null for the nearest
    void learn(double value, List<Candidate> candidates, @Nullable Horizon nearer) {
        int at = (int) (seen % steps);
        if (seen >= steps) {
            judge(value, at);
        }
        for (int i = 0; i < now.length; i++) {
            now[i] = candidates.get(i).ahead(steps);
        }
        stand = compared == 0 && nearer != null ? nearer.stand : this;
        mix = stand.mixed(now);
        System.arraycopy(now, 0, pending[at], 0, now.length);
        pendingMix[at] = mix;
        pendingScale[at] = scale();
        seen++;
    }

    /// Compares the forecasts made for this value with it.
    private void judge(double value, int at) {
        for (int i = 0; i < now.length; i++) {
            double error = Math.abs(value - pending[at][i]);
            if (!Double.isNaN(error)) {
                errors[i] = FADING * errors[i] + error;
                counts[i] = FADING * counts[i] + 1;
            }
        }
        double error = value - pendingMix[at];
        double unit = pendingScale[at];
        double inUnits = Math.clamp(error / unit, -MOST_UNITS, MOST_UNITS);
        range80.learn(inUnits);
        range95.learn(inUnits);
        absoluteError = FADING * absoluteError + Math.abs(error);
        absoluteValue = FADING * absoluteValue + Math.abs(value);
        compared = FADING * compared + 1;
    }

    /// The candidates' forecasts, weighted by this horizon's errors.
    private double mixed(double[] now) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < now.length; i++) {
            if (!Double.isNaN(now[i]) && counts[i] > 0) {
                best = Math.min(best, errors[i] / counts[i]);
            }
        }
        if (best == Double.POSITIVE_INFINITY) {
            return now[0];
        }
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < now.length; i++) {
            // A candidate joins once enough of its forecasts were compared.
            if (!Double.isNaN(now[i]) && counts[i] > 5 || i == 0) {
                double error = errors[i] / counts[i];
                double weight = error <= best ? 1 : Math.pow(best / error, SHARPNESS);
                sum += weight * now[i];
                weights += weight;
            }
        }
        return weights == 0 ? now[0] : sum / weights;
    }

    /// The usual error, for ranges. Never 0, so that a constant series has ranges of no width instead of none.
    private double scale() {
        if (stand != this) {
            // Errors of a random walk grow with the root of the time.
            return stand.scale() * Math.sqrt((double) steps / stand.steps);
        }
        return compared == 0 ? Math.max(1e-9, Math.abs(mix) * 0.1) : Math.max(1e-9, absoluteError / compared);
    }

    Forecast forecast(boolean neverNegative) {
        double unit = scale();
        double[] all = {mix + unit * stand.range95.low(), mix + unit * stand.range80.low(), mix, mix + unit * stand.range80.high(),
            mix + unit * stand.range95.high()};
        for (int i = 0; i < all.length; i++) {
            all[i] = neverNegative ? Math.max(0, all[i]) : all[i];
        }
        return new Forecast(steps, all[2], Math.min(all[0], all[1]), all[1], all[3], Math.max(all[3], all[4]),
                absoluteValue == 0 ? Double.NaN : absoluteError / absoluteValue);
    }
}
