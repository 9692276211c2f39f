package gpudyno.console.cache;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.meter.SharedCacheMeters;
import java.util.Map;

/// What input items met in the cache during a frame or several rolled up.
record Traffic(Frame frame) {
    private static final Series L1 = Series.of(Meters.CACHE_HITS.id(), "l1");
    private static final Series L2 = Series.of(Meters.CACHE_HITS.id(), "l2");
    private static final Series NEAR_TIME = Series.of(Meters.CACHE_LOOKUP.id(), "l1");
    private static final Series FOUND = Series.of(SharedCacheMeters.LOOKUPS.id(), "hit");

    double items() {
        return frame.counted(Meters.CACHE_HITS.id()) + frame.counted(Meters.CACHE_MISSES.id()) + frame.counted(Meters.CACHE_COALESCED.id());
    }

    /// Hits of L1 in percent of all input items; NaN without any.
    double nearPercent() {
        return share(frame.counted(L1), items());
    }

    /// Hits of both tiers in percent of all input items; NaN without any.
    double percent() {
        return share(frame.counted(Meters.CACHE_HITS.id()), items());
    }

    /// Items found in L2 in percent of those looked up there; NaN without any.
    double sharedPercent() {
        return share(frame.counted(FOUND), frame.counted(SharedCacheMeters.LOOKUPS.id()));
    }

    double nearRate() {
        return frame.counted(L1) / frame.seconds();
    }

    double sharedRate() {
        return frame.counted(L2) / frame.seconds();
    }

    /// The 95th percentile of a request's look-up in L2, ms; NaN without any.
    double sharedTime() {
        return frame.distribution(SharedCacheMeters.TIME.id()).percentile(95);
    }

    /// The 95th percentile of a request's look-up in L1, µs; NaN without any.
    double nearTime() {
        return frame.reading(NEAR_TIME) instanceof Reading.Distribution(var times) ? times.percentile(95) : Double.NaN;
    }

    /// How many servers L2 has; 0 where it is off.
    int servers() {
        return frame.readings().ofMeter(SharedCacheMeters.UP.id()).size();
    }

    /// How many of them are used now.
    int serversUp() {
        int up = 0;
        for (Map.Entry<Series, Reading> server : frame.readings().ofMeter(SharedCacheMeters.UP.id())) {
            up += server.getValue() instanceof Reading.Gauge gauge && gauge.mean() > 0.5 ? 1 : 0;
        }
        return up;
    }

    private static double share(double part, double whole) {
        return whole > 0 ? 100 * part / whole : Double.NaN;
    }
}
