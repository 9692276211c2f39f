package gpudyno.tune;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The wall time a session may take, spent phase by phase as shares of the whole.
final class Budget {
    private final Duration whole;
    private final LongSupplier nanoTime;
    private final long start;
    private double spentBefore;

    /// @param nanoTime the clock, as `System.nanoTime`
    Budget(Duration whole, LongSupplier nanoTime) {
        this.whole = whole;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    double elapsedSeconds() {
        return spentBefore + (nanoTime.getAsLong() - start) / 1e9;
    }

    /// Counts time that an earlier part of the session spent.
    void spent(double seconds) {
        spentBefore += seconds;
    }

    /// Seconds until a share of the budget is used up; negative once it is.
    double secondsUntil(double share) {
        return wholeSeconds() * share - elapsedSeconds();
    }

    boolean lasts(double share) {
        return secondsUntil(share) > 0;
    }

    double wholeSeconds() {
        return whole.toNanos() / 1e9;
    }
}
