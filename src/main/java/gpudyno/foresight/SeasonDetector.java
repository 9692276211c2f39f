package gpudyno.foresight;

import java.util.Arrays;

/// Distance of a value from what its time of day, or where that foretells worse the newest values, led to expect, in units of the usual
/// distance.
final class SeasonDetector implements SurpriseDetector {
    private static final double DAY_SECONDS = 86_400;
    private static final int SLOTS = 96;
    private static final double PROFILE_GAIN = 0.05;
    private static final double LEVEL_GAIN = 0.3;
    private static final double ERROR_GAIN = 0.005;
    private static final double SCALE_GAIN = 0.01;
    private static final int WARM_UP = 32;
    /// A value off a series that never moved.
    private static final double WITHOUT_SCALE = 100;
    private final double[] profile = new double[SLOTS];
    private double seasonalError;
    private double levelError;
    private double level;
    private double scale;
    private long seen;

    SeasonDetector() {
        Arrays.fill(profile, Double.NaN);
    }

    @Override
    public double surprise(double seconds, double value) {
        int slot = (int) ((seconds % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS / DAY_SECONDS * SLOTS);
        double byLevel = seen == 0 ? 0 : Math.abs(value - level);
        double error = byLevel;
        if (!Double.isNaN(profile[slot])) {
            double bySeason = Math.abs(value - profile[slot]);
            error = seasonalError < levelError ? bySeason : byLevel;
            seasonalError += ERROR_GAIN * (Math.min(bySeason, 10 * seasonalError + byLevel) - seasonalError);
            levelError += ERROR_GAIN * (byLevel - levelError);
        }
        double surprise = seen < WARM_UP ? 0 : scale > 0 ? error / scale : error > 0 ? WITHOUT_SCALE : 0;
        // One wild value must not make the next ones look usual.
        double bounded = seen < WARM_UP ? error : Math.min(error, 5 * scale + 0.01 * error);
        scale += Math.max(SCALE_GAIN, 1.0 / (seen + 1)) * (bounded - scale);
        profile[slot] = Double.isNaN(profile[slot]) ? value : profile[slot] + PROFILE_GAIN * (value - profile[slot]);
        level = seen == 0 ? value : level + LEVEL_GAIN * (value - level);
        seen++;
        return surprise;
    }
}
