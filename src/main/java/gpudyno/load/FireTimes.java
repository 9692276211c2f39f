package gpudyno.load;

import gpudyno.model.load.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// A sequence of intended send times in nanoseconds from the start of a run, never decreasing.
@FunctionalInterface
public interface FireTimes {
    /// The next send time.
    long next();

    /// Equal distances of `1/rate` seconds; the n-th time is computed from n, so no error adds up.
    static FireTimes constant(double rate) {
        checkRate(rate);
        return new FireTimes() {
            private long sent;

            @Override
            public long next() {
                return Math.round(sent++ * 1e9 / rate);
            }
        };
    }

    /// A Poisson process: independent exponential distances of mean `1/rate` from one seeded generator.
    static FireTimes poisson(double rate, long seed) {
        checkRate(rate);
        return new FireTimes() {
            private final SplittableRandom random = new SplittableRandom(seed);
            private double seconds;

            @Override
            public long next() {
                seconds -= Math.log1p(-random.nextDouble()) / rate;
                return Math.round(seconds * 1e9);
            }
        };
    }

    /// Independent gamma-distributed distances of mean `1/rate` and the given shape.
    static FireTimes gamma(double rate, double shape, long seed) {
        checkRate(rate);
        GammaDistribution distances = new GammaDistribution(shape, 1 / (rate * shape), seed);
        return new FireTimes() {
            private double seconds;

            @Override
            public long next() {
                seconds += distances.next();
                return Math.round(seconds * 1e9);
            }
        };
    }

    /// A Poisson process of a varying rate: a process of rate 1 drawn through the inverse of the cumulative rate. Ends with the profile.
    static FireTimes varying(RateProfile profile, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new FireTimes() {
            private double arrivals;

            @Override
            public long next() {
                arrivals -= Math.log1p(-random.nextDouble());
                double seconds = profile.secondsAt(arrivals);
                return Double.isInfinite(seconds) ? Long.MAX_VALUE : Math.round(seconds * 1e9);
            }
        };
    }

    /// The schedule of a scenario, its warm-up at the rate it starts with. A replay has no warm-up: the trace is the schedule.
    static FireTimes of(Scenario scenario, Duration warmup, long seed) {
        double settle = warmup.toNanos() / 1e9;
        double seconds = scenario.duration().toNanos() / 1e9;
        return switch (scenario) {
            case Scenario.Constant(double rate, var _) -> constant(rate);
            case Scenario.Poisson(double rate, var _) -> poisson(rate, seed);
            case Scenario.Soak(double rate, var _) -> poisson(rate, seed);
            case Scenario.Gamma(double rate, double burstiness, var _) -> gamma(rate, burstiness, seed);
            case Scenario.Ramp(double from, double to, var _) -> varying(RateProfile.ramp(settle, from, to, seconds), seed);
            case Scenario.Step step -> varying(RateProfile.steps(settle, step), seed);
            case Scenario.Spike(double base, double peak, var _) ->
                varying(RateProfile.held(settle, List.of(base, peak, base), seconds / 3), seed);
            case Scenario.Replay(String trace, double scale, var _) -> Trace.read(trace).arrivals(scale);
            case Scenario.ClosedLoop _,Scenario.FindMax _ ->
                throw new IllegalArgumentException(scenario.name() + " has no schedule of its own");
        };
    }

    private static void checkRate(double rate) {
        if (!(rate > 0 && rate <= 1e6)) {
            throw new IllegalArgumentException("a rate must be above 0 and at most 1000000 per second, got " + rate);
        }
    }
}
