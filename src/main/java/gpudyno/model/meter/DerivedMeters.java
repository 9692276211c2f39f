package gpudyno.model.meter;

import gpudyno.model.meter.Meters.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The figures targets are set on, read from a frame (one second, or a window rolled up). Absent where nothing was measured: never a
/// made-up zero.
public final class DerivedMeters {
    public static final String MEMORY_PERCENT = "memory.percent";
    public static final String CACHE_HIT_PERCENT = "cache.hit.percent";
    /// Input items that joined an equal one which was being computed, of all.
    public static final String COALESCED_PERCENT = "cache.coalesced.percent";
    public static final String LATENCY_P50 = "latency.p50.ms";
    public static final String LATENCY_P95 = "latency.p95.ms";
    public static final String LATENCY_P99 = "latency.p99.ms";
    public static final String LATENCY_MISS_P95 = "latency.miss.p95.ms";
    public static final String ERRORS_PERCENT = "errors.percent";
    public static final String THROUGHPUT = "throughput.rps";
    public static final String OFFERED = "offered.rps";
    public static final String ENERGY_PER_REQUEST = "energy.request.joules";

    /// Of a session's trial: what a thousand requests cost, in the currency of the session's prices.
    public static final String COST_PER_THOUSAND = "cost.per.1k";
    /// Of a session's trial: energy of a thousand requests, in Wh.
    public static final String ENERGY_PER_THOUSAND = "energy.per.1k.wh";

    private DerivedMeters() {
    }

    /// How many requests of the frame count towards the error rate and throughput: those with an outcome other than a caller's mistake.
    public static double requests(Frame window) {
        double requests = 0;
        for (Outcome outcome : Outcome.values()) {
            if (outcome == Outcome.OK || outcome.isError()) {
                requests += window.counted(Meters.REQUESTS.series(outcome.label()));
            }
        }
        return requests;
    }

    /// - memory: busiest device, mean over the window;
    /// - cache hit: hits / all input items, coalesced ones in the denominator but not the numerator; coalesced likewise;
    /// - errors: refused + failed + late, of all requests that count;
    /// - throughput: correct answers per second;
    /// - energy per request: of all devices, by correct answers.
    public static Map<String, Double> of(Frame window) {
        Map<String, Double> figures = new TreeMap<>();
        put(figures, MEMORY_PERCENT, window.greatest(Meters.MEMORY.id()));
        double hits = window.counted(Meters.CACHE_HITS.id());
        double items = hits + window.counted(Meters.CACHE_MISSES.id()) + window.counted(Meters.CACHE_COALESCED.id());
        put(figures, CACHE_HIT_PERCENT, 100 * hits / items);
        put(figures, COALESCED_PERCENT, 100 * window.counted(Meters.CACHE_COALESCED.id()) / items);
        Histogram response = window.distribution(Meters.RESPONSE.id());
        put(figures, LATENCY_P50, response.percentile(50));
        put(figures, LATENCY_P95, response.percentile(95));
        put(figures, LATENCY_P99, response.percentile(99));
        put(figures, LATENCY_MISS_P95, window.distribution(Meters.RESPONSE_MISS.id()).percentile(95));
        double requests = requests(window);
        double correct = window.counted(Meters.REQUESTS.series(Outcome.OK.label()));
        put(figures, ERRORS_PERCENT, 100 * (requests - correct) / requests);
        put(figures, THROUGHPUT, correct / window.seconds());
        put(figures, OFFERED, window.rate(Meters.ARRIVALS.id()));
        put(figures, ENERGY_PER_REQUEST, joules(window) / correct);
        return figures;
    }

    /// Energy that the devices took: of their counters, else of their power; NaN where a device tells neither, or there is none.
    private static double joules(Frame window) {
        double joules = 0;
        List<Map.Entry<Series, Reading>> devices = window.readings().ofMeter(GpuMeters.UP.id());
        for (Map.Entry<Series, Reading> device : devices) {
            joules += window.reading(new Series(GpuMeters.ENERGY.id(), device.getKey().labels())) instanceof Reading.Counter(double grown)
                    ? grown
                    : window.seconds() * window.gauge(new Series(GpuMeters.POWER.id(), device.getKey().labels()));
        }
        return devices.isEmpty() ? Double.NaN : joules;
    }

    private static void put(Map<String, Double> figures, String id, double value) {
        if (Double.isFinite(value)) {
            figures.put(id, value);
        }
    }
}
