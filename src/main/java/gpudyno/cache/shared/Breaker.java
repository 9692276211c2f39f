package gpudyno.cache.shared;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// Keeps requests away from a server that fails. It opens when more than half of the recent answers failed. Its owner then probes the server,
/// first after [#FIRST_PAUSE_NANOS] and at most every [#LONGEST_PAUSE_NANOS]. After a probe that succeeds, the share of requests admitted
/// rises from 0 to 1 over [#RAMP_NANOS], so that a server that has just come back is not met by all requests at once.
///
/// Libraries of breakers admit a fixed number of trial requests instead, which a request pays for with its time-out; here only the probe does.
final class Breaker {
    static final long FIRST_PAUSE_NANOS = 500_000_000L;
    static final long LONGEST_PAUSE_NANOS = 4_000_000_000L;
    static final long RAMP_NANOS = 2_000_000_000L;
    /// The weight of one answer in the share of failures: six failures in a row open a breaker that saw none before.
    private static final double WEIGHT = 1.0 / 8;

    enum State {
        CLOSED,
        OPEN,
        RAMPING
    }

    private final LongSupplier nanoTime;
    private final DoubleSupplier random;
    private State state = State.CLOSED;
    private double failureShare;
    private long since;
    private long pause = FIRST_PAUSE_NANOS;

    /// @param random uniform in 0 to 1
    Breaker(LongSupplier nanoTime, DoubleSupplier random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    synchronized State state() {
        return state;
    }

    /// Whether a request may be sent now.
    synchronized boolean admits() {
        if (state == State.RAMPING) {
            double share = (double) (nanoTime.getAsLong() - since) / RAMP_NANOS;
            if (share >= 1) {
                state = State.CLOSED;
                pause = FIRST_PAUSE_NANOS;
            }
            return random.getAsDouble() < share;
        }
        return state == State.CLOSED;
    }

    synchronized void succeeded() {
        failureShare -= WEIGHT * failureShare;
    }

    /// @return whether this failure opened it
    synchronized boolean failed() {
        failureShare += WEIGHT * (1 - failureShare);
        if (state == State.OPEN || failureShare <= 0.5) {
            return false;
        }
        if (state == State.RAMPING) {
            pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
        }
        state = State.OPEN;
        since = nanoTime.getAsLong();
        return true;
    }

    /// Whether it is open and the server is to be probed now.
    synchronized boolean wantsProbe() {
        return state == State.OPEN && nanoTime.getAsLong() - since >= pause;
    }

    synchronized void probed(boolean answered) {
        if (answered) {
            ramp();
        } else {
            pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
            since = nanoTime.getAsLong();
        }
    }

    /// Admits a rising share of requests from now on.
    synchronized void ramp() {
        state = State.RAMPING;
        since = nanoTime.getAsLong();
        failureShare = 0;
    }
}
