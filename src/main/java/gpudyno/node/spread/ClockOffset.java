package gpudyno.node.spread;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// How far another machine's clock is ahead of this one's. Of several questions the one with the shortest round trip counts, for it bounds
/// the error most: the other clock was read somewhere between the question and the answer, so the middle is off by at most half of the
/// round trip (as in NTP, RFC 5905, section 8).
///
/// @param ahead the other clock less this one; negative where it is behind
/// @param roundTrip of that question
public record ClockOffset(Duration ahead, Duration roundTrip) {
    private static final int QUESTIONS = 8;
    /// This process's own clock.
    public static final ClockOffset NONE = new ClockOffset(Duration.ZERO, Duration.ZERO);

    /// @param other what the other clock says
    static ClockOffset measure(Supplier<Instant> other) {
        ClockOffset best = null;
        for (int i = 0; i < QUESTIONS; i++) {
            Instant before = Instant.now();
            long start = System.nanoTime();
            Instant told = other.get();
            Duration trip = Duration.ofNanos(System.nanoTime() - start);
            if (best == null || trip.compareTo(best.roundTrip) < 0) {
                best = new ClockOffset(Duration.between(before.plus(trip.dividedBy(2)), told), trip);
            }
        }
        return java.util.Objects.requireNonNull(best);
    }

    /// What the other clock says at an instant of this one.
    Instant there(Instant here) {
        return here.plus(ahead);
    }
}
