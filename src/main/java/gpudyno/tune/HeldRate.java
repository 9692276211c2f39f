package gpudyno.tune;

import java.util.List;

/// The highest Poisson arrival rate at which a configuration keeps the profile's p95 and error targets, as a staircase found it.
///
/// @param rate requests per second; 0 when no rate held
/// @param interval 95 % interval of the rate, low and high
/// @param levels natural logarithms of what single probes say of the rate; empty when it was only bracketed
record HeldRate(double rate, List<Double> interval, List<Double> levels) {
    /// Fewer probes than this say nothing of their own spread.
    private static final int ENOUGH_LEVELS = 3;

    static HeldRate of(double good, double bad, List<Double> levels, double step, long seed) {
        double high = bad == Double.POSITIVE_INFINITY ? good : bad;
        if (levels.isEmpty()) {
            return new HeldRate(good, List.of(good, high), List.of());
        }
        double rate = Math.exp(Bootstrap.mean(levels));
        if (levels.size() < ENOUGH_LEVELS) {
            return new HeldRate(rate, List.of(Math.min(good, rate / step), Math.max(high, rate * step)), List.copyOf(levels));
        }
        List<Double> spread = Bootstrap.interval(levels, seed);
        // No interval is narrower than the steps that measured it.
        double half = Math.sqrt(step);
        return new HeldRate(rate, List.of(Math.exp(spread.getFirst()) / half, Math.exp(spread.getLast()) * half), List.copyOf(levels));
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

    boolean known() {
        return rate > 0 && interval.getFirst() > 0;
    }

    /// How many times one rate is another, with its 95 % interval.
    record Ratio(double value, double low, double high) {}
}
