package gpudyno.cache.shared;

import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.MeterRegistry.Counter;
import gpudyno.model.meter.MeterRegistry.Distribution;
import gpudyno.model.meter.SharedCacheMeters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// The instruments of the shared tier.
final class SharedMeters {
    /// What became of a lookup; see [SharedCacheMeters#LOOKUPS].
    enum Read {
        HIT,
        MISS,
        CORRUPT,
        TIMEOUT,
        ERROR,
        MOVING,
        SKIPPED
    }

    /// What became of a value that was to be stored; see [SharedCacheMeters#WRITES].
    enum Write {
        STORED,
        OVERTAKEN,
        FULL,
        FAILED,
        SKIPPED,
        TOO_LARGE
    }

    private final Map<Read, Counter> reads = new EnumMap<>(Read.class);
    private final Map<Write, Counter> writes = new EnumMap<>(Write.class);
    private final Distribution time;
    private final Counter bytesRead;
    private final Counter bytesWritten;
    private final Counter invalidations;
    private final Counter trackingLost;
    private final Counter refreshes;
    private final Counter awaited;

    SharedMeters(MeterRegistry meters) {
        for (Read read : Read.values()) {
            reads.put(read, meters.counter(SharedCacheMeters.LOOKUPS, read.name().toLowerCase(Locale.ROOT)));
        }
        for (Write write : Write.values()) {
            writes.put(write, meters.counter(SharedCacheMeters.WRITES, write.name().toLowerCase(Locale.ROOT)));
        }
        time = meters.distribution(SharedCacheMeters.TIME);
        bytesRead = meters.counter(SharedCacheMeters.READ);
        bytesWritten = meters.counter(SharedCacheMeters.WRITTEN);
        invalidations = meters.counter(SharedCacheMeters.INVALIDATIONS);
        trackingLost = meters.counter(SharedCacheMeters.TRACKING_LOST);
        refreshes = meters.counter(SharedCacheMeters.REFRESHES);
        awaited = meters.counter(SharedCacheMeters.AWAITED);
    }

    void read(Read outcome, int items) {
        if (items > 0) {
            Objects.requireNonNull(reads.get(outcome)).add(items);
        }
    }

    long reads(Read outcome) {
        return (long) Objects.requireNonNull(reads.get(outcome)).total();
    }

    void wrote(Write outcome) {
        Objects.requireNonNull(writes.get(outcome)).increment();
    }

    long writes(Write outcome) {
        return (long) Objects.requireNonNull(writes.get(outcome)).total();
    }

    void took(double millis) {
        time.record(millis);
    }

    void bytesRead(long bytes) {
        bytesRead.add(bytes);
    }

    void bytesWritten(long bytes) {
        bytesWritten.add(bytes);
    }

    void invalidated(int keys) {
        invalidations.add(keys);
    }

    void trackingLost() {
        trackingLost.increment();
    }

    void refreshed() {
        refreshes.increment();
    }

    void awaited(int items) {
        awaited.add(items);
    }
}
