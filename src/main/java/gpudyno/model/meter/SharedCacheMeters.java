package gpudyno.model.meter;

import java.util.List;

/// The meters of the cache that nodes share (L2). Hits are also in [Meters#CACHE_HITS] with the tier `l2`.
public final class SharedCacheMeters {
    /// Outcomes: `hit`, `miss`, `corrupt` (checksum or form is wrong), `timeout`, `error` (the server answered one), `moving` (its slot is being
    /// moved), `skipped` (not asked: unreached, or held back by its breaker). All but `hit` are computed; `skipped`, `timeout` and `error` are the
    /// opportunity that faults cost.
    public static final Meter LOOKUPS = Meter.counter("cache.l2.lookups", "1", "Input items looked up in L2, by outcome", "outcome");
    /// Outcomes: `stored`, `overtaken` (another node wrote since), `full` (the server has no room), `failed`, `skipped`, `too_large`.
    public static final Meter WRITES = Meter.counter("cache.l2.writes", "1", "Values sent to L2, by outcome", "outcome");
    public static final Meter TIME = Meter.distribution("cache.l2.time", "ms", "Time of the lookup of a request in L2");
    public static final Meter READ = Meter.counter("cache.l2.bytes.read", "bytes", "Bytes of values read from L2");
    public static final Meter WRITTEN = Meter.counter("cache.l2.bytes.written", "bytes", "Bytes of values sent to L2");
    public static final Meter INVALIDATIONS = Meter.counter("cache.l2.invalidations", "1", "Keys that L2 announced as changed by others");
    public static final Meter TRACKING_LOST = Meter.counter("cache.l2.tracking.lost", "1",
            "Connections made anew, at which L1 was cleared");
    public static final Meter REFRESHES = Meter.counter("cache.l2.refreshes", "1", "Values computed anew shortly before their end");
    public static final Meter AWAITED = Meter.counter("cache.l2.awaited", "1", "Input items that another node was already computing");
    public static final Meter UP = Meter.gauge("cache.l2.up", "1", "1 while the server is used, 0 otherwise", "shard");
    public static final Meter TRACKING = Meter.gauge("cache.l2.tracking", "1", "1 while every server announces changes, 0 otherwise");

    private static final List<Meter> OWN = List.of(LOOKUPS, WRITES, TIME, READ, WRITTEN, INVALIDATIONS, TRACKING_LOST, REFRESHES, AWAITED,
            UP,
            TRACKING);

    private SharedCacheMeters() {
    }

    /// All of them.
    public static List<Meter> own() {
        return OWN;
    }
}
