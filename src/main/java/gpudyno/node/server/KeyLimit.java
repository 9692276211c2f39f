package gpudyno.node.server;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The limits of one API key. The rate is a token bucket that holds the requests of one second, at least one: a pause lets a client catch
/// up by that much and no more.
final class KeyLimit {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private final @Nullable Semaphore places;
    private final LongSupplier nanos;
    private double available;
    private long filledAt;

    KeyLimit(Optional<Double> rate, Optional<Integer> concurrent) {
        this(rate, concurrent, System::nanoTime);
    }

    KeyLimit(Optional<Double> rate, Optional<Integer> concurrent, LongSupplier nanos) {
        perSecond = rate.orElse(Double.POSITIVE_INFINITY);
        burst = Math.max(1, perSecond);
        places = concurrent.map(Semaphore::new).orElse(null);
        this.nanos = nanos;
        available = burst;
        filledAt = nanos.getAsLong();
    }

    /// Reserves a place among the requests in progress.
    ///
    /// @return false if all are taken
    boolean begin() {
        return places == null || places.tryAcquire();
    }

    /// Gives the place of [#begin] back.
    void end() {
        if (places != null) {
            places.release();
        }
    }

    /// Takes one request from the rate.
    ///
    /// @return 0 if it may be sent now, else the seconds until the next may
    synchronized double take() {
        if (Double.isInfinite(perSecond)) {
            return 0;
        }
        long now = nanos.getAsLong();
        available = Math.min(burst, available + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        if (available < 1) {
            return (1 - available) / perSecond;
        }
        available--;
        return 0;
    }
}
