package gpudyno.tune;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.tune.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Looks for the rate at which a configuration's probes hold as often as not: doubling or halving until one rate held and a higher one did
/// not, narrowing to a quarter, then the up-and-down method (Dixon and Mood, 1948): a step up after a probe that held, a step down after one that
/// did not. One bad second costs a step, not a factor, and the spread of the levels visited is the error of the estimate.
///
/// A probe holds when the profile's p95 and error targets are kept and the node kept pace with what was offered: a queue that grows has no
/// steady latency.
final class Staircase {
    private static final double STEP = 1.06;
    private static final double BRACKET = 1.25;
    private static final double LOWEST = 0.5;
    private static final double HIGHEST = 200_000;
    private static final double PACE = 0.95;
    /// Standard deviations by which a Poisson count may fall short of its mean without the node being slow.
    private static final double POISSON_SLACK = 3;

    private double rate;
    private double good;
    private double bad = Double.POSITIVE_INFINITY;
    private boolean narrowed;
    private final List<Double> levels = new ArrayList<>();
    private boolean turned;
    private boolean lastHeld;

    Staircase(double firstGuess) {
        this.rate = Math.clamp(firstGuess, LOWEST, HIGHEST);
    }

    /// A staircase that starts from what is already known: `good` held, `bad` did not (infinite if no rate failed yet).
    static Staircase between(double good, double bad) {
        Staircase staircase = new Staircase(bad == Double.POSITIVE_INFINITY ? good * 2 : Math.sqrt(good * bad));
        staircase.good = good;
        staircase.bad = bad;
        staircase.narrow();
        return staircase;
    }

    /// A staircase without levels that starts where this one stands.
    Staircase again(long seed) {
        if (!narrowed) {
            return this;
        }
        double estimate = estimate(seed).rate();
        return between(estimate / Math.sqrt(BRACKET), estimate * Math.sqrt(BRACKET) * 0.999);
    }

    /// The rate to probe next.
    double next() {
        return rate;
    }

    /// Whether even the lowest rate failed, or the highest held: there is nothing more to learn.
    boolean exhausted() {
        return !narrowed && (rate < LOWEST || rate > HIGHEST);
    }

    /// Whether a rate that holds and one that does not are known, near enough to each other to step between.
    boolean narrowed() {
        return narrowed;
    }

    void observe(boolean held) {
        if (narrowed) {
            stepFrom(held);
            return;
        }
        if (held) {
            good = Math.max(good, rate);
        } else {
            bad = Math.min(bad, rate);
        }
        if (good == 0) {
            rate = rate / 2;
        } else {
            rate = bad == Double.POSITIVE_INFINITY ? rate * 2 : Math.sqrt(good * bad);
        }
        narrow();
    }

    private void stepFrom(boolean held) {
        // Until the first turn the walk is on its way from a bracket that single probes drew: only its last level counts.
        if (!levels.isEmpty() && !turned) {
            turned = held != lastHeld;
            if (!turned) {
                levels.clear();
            }
        }
        lastHeld = held;
        // Between the level probed and the one it leads to lies what this probe says of the threshold.
        levels.add(Math.log(rate) + (held ? 0.5 : -0.5) * Math.log(STEP));
        rate = Math.clamp(held ? rate * STEP : rate / STEP, LOWEST, HIGHEST);
        // A walk that left its bracket has shown the bracket wrong.
        good = held ? Math.max(good, Math.min(rate, bad)) : Math.min(good, rate);
        bad = held ? Math.max(bad, rate) : bad;
    }

    private void narrow() {
        narrowed = good > 0 && bad / good <= BRACKET;
    }

    HeldRate estimate(long seed) {
        return HeldRate.of(good, bad, levels, STEP, seed);
    }

    static boolean holds(Measurement measurement, Profile profile, double rate, double seconds) {
        double slack = POISSON_SLACK * Math.sqrt(rate / seconds);
        if (!measurement.abortedBy().isEmpty() || !(measurement.value(DerivedMeters.THROUGHPUT) >= PACE * rate - slack)) {
            return false;
        }
        return Stream.of(DerivedMeters.LATENCY_P95, DerivedMeters.ERRORS_PERCENT)
                .allMatch(meter -> profile.target(meter).map(target -> target.isMetBy(measurement.value(meter))).orElse(true));
    }
}
