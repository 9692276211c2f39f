package gpudyno.watch;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.AlertRule.NoData;

/// The state of one rule on one series: a state machine that depends only on frames and their lengths.
///
/// Durations are summed from observed frames, never taken from a clock. So a clock that jumps, a machine that sleeps or a node that
/// restarts can neither fire an alert early nor resolve one.
///
/// @param trueMillis how long the condition has been true without a break, while pending
/// @param falseMillis how long it has been false without a break, while firing
record Standing(Phase phase, long trueMillis, long falseMillis) {
    static final Standing INACTIVE = new Standing(Phase.INACTIVE, 0, 0);
    static final Standing FIRING = new Standing(Phase.FIRING, 0, 0);

    /// The states.
    enum Phase {
        INACTIVE,
        PENDING,
        FIRING
    }

    Standing advance(AlertRule rule, Verdict verdict, long millis) {
        if (!verdict.data() && rule.noData() == NoData.KEEP) {
            return this;
        }
        boolean on = verdict.data() ? verdict.on() : rule.noData() == NoData.ALERT;
        return switch (phase) {
            case INACTIVE, PENDING -> on ? held(rule, trueMillis + millis) : INACTIVE;
            case FIRING -> on || verdict.keep() ? FIRING : clear(rule, falseMillis + millis);
        };
    }

    private static Standing held(AlertRule rule, long heldMillis) {
        return heldMillis >= rule.holdFor().toMillis() ? FIRING : new Standing(Phase.PENDING, heldMillis, 0);
    }

    private static Standing clear(AlertRule rule, long clearMillis) {
        return clearMillis >= rule.keepFiring().toMillis() ? INACTIVE : new Standing(Phase.FIRING, 0, clearMillis);
    }
}
