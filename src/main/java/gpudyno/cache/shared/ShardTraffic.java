package gpudyno.cache.shared;

import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;

/// What was asked of one server, and how fast it answered lately.
final class ShardTraffic {
    /// The weight of one answer in the mean.
    private static final double WEIGHT = 1.0 / 32;
    private final LongAdder lookups = new LongAdder();
    /// Below 0 before the first answer.
    private double millis = -1;

    void asked(int keys) {
        lookups.add(keys);
    }

    synchronized void answered(long nanos) {
        double now = nanos / 1e6;
        millis = millis < 0 ? now : millis + WEIGHT * (now - millis);
    }

    long lookups() {
        return lookups.sum();
    }

    /// Mean time of the last few dozen round trips, in milliseconds; empty before the first.
    synchronized OptionalDouble millis() {
        return millis < 0 ? OptionalDouble.empty() : OptionalDouble.of(millis);
    }
}
