package gpudyno.model.meter;

import java.util.List;

/// The meters of a cache that begins with the entries of the last run.
public final class WarmUpMeters {
    public static final Meter WARMED = Meter.counter("cache.warmed", "1", "Entries put into the cache from the last run's file");
    /// Cut off, damaged, of another model or another version.
    public static final Meter IGNORED = Meter.counter("cache.warmup.ignored", "1",
            "Files of the last run's entries that could not be used");

    private static final List<Meter> OWN = List.of(WARMED, IGNORED);

    private WarmUpMeters() {
    }

    /// All of them.
    public static List<Meter> own() {
        return OWN;
    }
}
