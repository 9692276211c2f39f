package gpudyno.tune;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.tune.Measurement;
import gpudyno.model.tune.TrialFailure;
import java.util.List;

/// The highest Poisson arrival rate at which a configuration keeps the profile's p95 and error targets: doubling (or halving) from a first
/// guess until one probe holds and a higher one does not, then narrowing geometrically while time is left. A boundary probe is repeated
/// before it is believed, since one bad second must not cost a factor.
///
/// @param rate the highest rate that held; 0 when none did
/// @param interval that rate, and the lowest rate that did not hold
record HeldRate(double rate, List<Double> interval) {
    /// Measures the applied configuration at a rate.
    interface Probe {
        Measurement at(double rate) throws TrialFailure, InterruptedException;
    }

    private static final double RESOLUTION = 1.06;
    private static final double LOWEST = 0.5;
    private static final double HIGHEST = 200_000;

    /// @param deadline on the clock of `System.nanoTime`; the bracket is as narrow as time allows
    static HeldRate find(Probe probe, Profile profile, double firstGuess, long deadline) throws TrialFailure, InterruptedException {
        double good = 0;
        double bad = Double.POSITIVE_INFINITY;
        double rate = firstGuess;
        while (rate >= LOWEST && rate <= HIGHEST && !(good > 0 && bad / good <= RESOLUTION)) {
            boolean bracketed = good > 0 && bad < Double.POSITIVE_INFINITY;
            if (bracketed && System.nanoTime() - deadline > 0) {
                break;
            }
            boolean held = holds(probe.at(rate), profile, rate);
            if (!held && bracketed && System.nanoTime() - deadline < 0) {
                held = holds(probe.at(rate), profile, rate);
            }
            if (held) {
                good = rate;
                rate = bad == Double.POSITIVE_INFINITY ? rate * 2 : Math.sqrt(good * bad);
            } else {
                bad = rate;
                rate = good == 0 ? rate / 2 : Math.sqrt(good * bad);
            }
        }
        return new HeldRate(good, List.of(good, bad == Double.POSITIVE_INFINITY ? good : bad));
    }

    /// The p95 and error targets are kept, and the node kept pace: a queue that grows has no steady latency.
    static boolean holds(Measurement measurement, Profile profile, double rate) {
        if (!measurement.abortedBy().isEmpty() || !(measurement.value(DerivedMeters.THROUGHPUT) >= 0.93 * rate)) {
            return false;
        }
        return List.of(DerivedMeters.LATENCY_P95, DerivedMeters.ERRORS_PERCENT).stream()
                .allMatch(meter -> profile.target(meter).map(target -> target.isMetBy(measurement.value(meter))).orElse(true));
    }
}
