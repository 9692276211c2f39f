package gpudyno.cache;

import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;

/// Counts the entries that leave by themselves, whichever store they leave.
final class Departures {
    private final MeterRegistry.Counter evictions;
    private final MeterRegistry.Counter expirations;

    Departures(MeterRegistry meters) {
        evictions = meters.counter(Meters.CACHE_EVICTIONS);
        expirations = meters.counter(Meters.CACHE_EXPIRATIONS);
    }

    void evicted() {
        evictions.increment();
    }

    void expired() {
        expirations.increment();
    }
}
