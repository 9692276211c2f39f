package gpudyno.tune;

import java.util.List;

/// The highest Poisson arrival rate at which a configuration keeps the profile's p95 and error targets, as a staircase found it.
///
/// @param rate requests per second; 0 when no rate held
/// @param interval 95 % interval of the rate, low and high; 0 or infinite where no end was seen
/// @param levels natural logarithms of what single probes say of the rate; empty when it was only bracketed
record HeldRate(double rate, List<Double> interval, List<Double> levels) {
    /// Fewer probes than this say nothing of their own spread.
    private static final int ENOUGH_LEVELS = 3;

    static HeldRate of(double good, double bad, List<Double> levels, double step, long seed) {
        // Single probes drew the bracket, and each may be wrong by a step.
        if (levels.isEmpty()) {
            return new HeldRate(good, List.of(good / step, bad * step), List.of());
        }
        double rate = Math.exp(Bootstrap.mean(levels));
        if (levels.size() < ENOUGH_LEVELS) {
            return new HeldRate(rate, List.of(Math.min(good, rate) / step, Math.max(bad, rate) * step), List.copyOf(levels));
        }
        List<Double> spread = Bootstrap.interval(levels, seed);
        // A walk of steps cannot see less than one of them, and its levels are not independent: the interval is a step wider to each side.
        return new HeldRate(rate, List.of(Math.exp(spread.getFirst()) / step, Math.exp(spread.getLast()) * step), List.copyOf(levels));
    }

    /// This rate over another's: the ratio, and the interval both intervals leave it.
    ///
    /// The square root of the summed squares of the two half widths, in logarithms: the intervals are of independent estimates.
    Ratio over(HeldRate other) {
        double ratio = rate / other.rate;
        double down = Math.hypot(Math.log(rate / interval.getFirst()), Math.log(other.interval.getLast() / other.rate));
        double up = Math.hypot(Math.log(interval.getLast() / rate), Math.log(other.rate / other.interval.getFirst()));
        return new Ratio(ratio, ratio * Math.exp(-down), ratio * Math.exp(up));
    }

    /// Whether both a rate that holds and one that does not were seen; otherwise the interval is open.
    boolean known() {
        return interval.getFirst() > 0 && interval.getLast() < Double.POSITIVE_INFINITY;
    }

    /// How many times one rate is another, with its 95 % interval.
    record Ratio(double value, double low, double high) {
        /// From a 95 % to a 99 % interval of a normal variable.
        private static final double SURE = 2.576 / 1.960;

        /// Whether the ratio lies above 1 with 99 % confidence: a verdict is given once a session, and should not be wrong once in forty.
        boolean isSurelyAboveOne() {
            return Math.log(value) > SURE * Math.log(value / low);
        }
    }
}
