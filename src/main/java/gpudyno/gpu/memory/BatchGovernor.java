package gpudyno.gpu.memory;

import gpudyno.model.memory.Pressure;
import java.time.Duration;
import java.time.Instant;

/// Bounds batches while memory is short: to a half of what is set at high pressure, to a quarter at critical. Medium pressure leaves the
/// bound as it is, low pressure doubles it.
///
/// It goes down at once and up slowly: only after [#CALM] without a reading above [#CALM_PERCENT], and after twice as long each time that
/// going up was followed by high pressure. So a level that swings around a threshold cannot make the bound swing with it.
final class BatchGovernor {
    /// Below where medium pressure begins.
    static final double CALM_PERCENT = Pressure.MEDIUM.from() - 5;
    static final Duration CALM = Duration.ofSeconds(60);
    /// The effect of a step shows in the next batches; another step waits for it.
    static final Duration SETTLED = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 4;
    private static final int MOST_DIVISOR = 4;

    private int divisor = 1;
    private int doublings;
    private boolean raisedLast;
    private Instant changed = Instant.EPOCH;
    private Instant calmSince = Instant.MAX;

    /// Takes in a reading.
    ///
    /// @param percent of the memory in use
    /// @return whether the bound changed
    boolean take(Instant at, double percent) {
        if (percent > CALM_PERCENT) {
            calmSince = Instant.MAX;
        } else if (calmSince.equals(Instant.MAX) || calmSince.isAfter(at)) {
            calmSince = at;
        }
        int wanted = switch (Pressure.of(percent)) {
            case CRITICAL -> MOST_DIVISOR;
            case HIGH -> Math.max(divisor, 2);
            case MEDIUM, LOW -> divisor;
        };
        if (wanted > divisor && !at.isBefore(changed.plus(SETTLED))) {
            doublings = raisedLast ? Math.min(MOST_DOUBLINGS, doublings + 1) : doublings;
            return change(at, wanted, false);
        }
        boolean calm = !calmSince.equals(Instant.MAX) && !at.isBefore(calmSince.plus(CALM.multipliedBy(1L << doublings)));
        if (divisor > 1 && calm) {
            calmSince = at;
            return change(at, divisor / 2, true);
        }
        return false;
    }

    private boolean change(Instant at, int to, boolean raised) {
        divisor = to;
        raisedLast = raised;
        changed = at;
        return true;
    }

    /// Lifts the bound.
    ///
    /// @return whether there was one
    boolean lift() {
        boolean bounded = divisor > 1;
        divisor = 1;
        doublings = 0;
        raisedLast = false;
        calmSince = Instant.MAX;
        return bounded;
    }

    boolean isBounding() {
        return divisor > 1;
    }

    /// @param set what the knob says
    int of(int set) {
        return Math.max(1, set / divisor);
    }
}
