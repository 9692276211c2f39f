package gpudyno.model.load;

import java.time.Duration;

/// What a scenario may ask for.
final class Bounds {
    static final double HIGHEST_RATE = 1_000_000;
    static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration LONGEST_REPLAY = Duration.ofDays(366);
    private static final int MOST_CONNECTIONS = 20_000;

    private Bounds() {
    }

    /// @throws IllegalArgumentException if a rate is not above 0 (or `orZero`), or too high for any generator
    static void rate(String name, double rate, boolean orZero) {
        if (!(rate > 0 || orZero && rate == 0) || rate > HIGHEST_RATE) {
            throw new IllegalArgumentException(
                    name + " must be " + (orZero ? "at least" : "above") + " 0 and at most 1,000,000 requests per second, got " + rate);
        }
    }

    @SuppressWarnings("ConstantValue") // Jackson passes null for a field that is not there.
    static void duration(String name, Duration duration) {
        if (duration == null || duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + ": a duration above 0 and of at most 7 days is needed, such as PT30S, got " + duration);
        }
    }

    @SuppressWarnings("ConstantValue") // Jackson passes null for a field that is not there.
    static void replayed(Duration duration) {
        if (duration == null || duration.isNegative() || duration.compareTo(LONGEST_REPLAY) > 0) {
            throw new IllegalArgumentException("a replay lasts at most a year; give a duration or a smaller time scale, got "
                    + (duration == null ? "none" : duration.toDays() + " days"));
        }
    }

    static void connections(int connections) {
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("connections must lie from 1 to " + MOST_CONNECTIONS + ", got " + connections);
        }
    }
}
