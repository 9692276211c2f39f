package gpudyno.tune;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.tune.Measurement;
import java.util.List;
import java.util.stream.Stream;

/// The highest Poisson arrival rate at which a configuration keeps the profile's p95 and error targets.
///
/// @param rate requests per second; 0 when no rate held
/// @param low of its 95 % interval; 0 where none held
/// @param high of its 95 % interval; infinite where none failed
record HeldRate(double rate, double low, double high) {
    /// An upper end further above the rate than this was not measured, because a probe goes at most to twice the highest rate so far.
    private static final double FOUND_WITHIN = 4;
    /// The share of a probe's requests that must be answered within the probe. A growing queue has no steady latency, and a short probe
    /// would end before the latency shows it.
    private static final double PACE = 0.97;

    /// Whether both a rate that holds and one that does not were seen; otherwise the interval is open.
    boolean known() {
        return low > 0 && high < Double.POSITIVE_INFINITY;
    }

    /// Whether there is a value to show: some rate held, or not even one request per second held.
    boolean measured() {
        return rate > 0 || high <= 1;
    }

    /// Low and high; only low if no probe bounds the rate from above; empty if none bounds it from below.
    List<Double> interval() {
        if (!(low > 0)) {
            return List.of();
        }
        return high <= FOUND_WITHIN * rate ? List.of(low, high) : List.of(low);
    }

    /// The ratio of this rate to another, with the interval that follows from both intervals.
    ///
    /// The square root of the summed squares of the two half widths, in logarithms: the intervals are of independent estimates.
    Ratio over(HeldRate other) {
        double ratio = rate / other.rate;
        double down = Math.hypot(Math.log(rate / low), Math.log(other.high / other.rate));
        double up = Math.hypot(Math.log(high / rate), Math.log(other.rate / other.low));
        return new Ratio(ratio, ratio * Math.exp(-down), ratio * Math.exp(up));
    }

    /// A probe holds if the profile's p95 and error targets were met and the node kept up with the offered rate.
    static HeldRateSearch.Probe judge(Measurement probe, Profile profile) {
        double answered = probe.value(DerivedMeters.THROUGHPUT);
        if (probe.wasStopped()) {
            return new HeldRateSearch.Probe(false, Double.NaN);
        }
        if (!(answered >= PACE * probe.value(DerivedMeters.OFFERED))) {
            return new HeldRateSearch.Probe(false, answered);
        }
        boolean kept = Stream.of(DerivedMeters.LATENCY_P95, DerivedMeters.ERRORS_PERCENT)
                .allMatch(meter -> profile.target(meter).map(target -> target.isMetBy(probe.value(meter))).orElse(true));
        return new HeldRateSearch.Probe(kept, Double.NaN);
    }

    /// The ratio of two rates, with its 95 % interval.
    record Ratio(double value, double low, double high) {
        /// From a 95 % to a 99 % interval of a normal variable.
        private static final double SURE = 2.576 / 1.960;

        /// Whether the ratio lies above a bound with 99 % confidence: there is one verdict per session, and with 95 % one in forty would be
        /// wrong.
        boolean isSurelyAbove(double bound) {
            return Math.log(value / bound) > SURE * Math.log(value / low);
        }
    }
}
