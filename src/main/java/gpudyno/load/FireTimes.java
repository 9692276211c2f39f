package gpudyno.load;

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

    private static void checkRate(double rate) {
        if (!(rate > 0 && rate <= 1e6)) {
            throw new IllegalArgumentException("a rate must be above 0 and at most 1000000 per second, got " + rate);
        }
    }
}
