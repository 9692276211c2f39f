package gpudyno.foresight;

import gpudyno.foresight.Signal.Side;
import gpudyno.model.foresight.Area;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The figures of a node that are watched: those of serving, cache, memory and processor, and three of each of its first GPUs. What says the
/// same as another (a median beside its 95th percentile) is left out, so that one fault is not counted twice.
final class Signals {
    /// More devices are not watched: each watched meter costs about 1 MB.
    static final int MOST_DEVICES = 4;
    /// Fewer requests in a window say little about latency or errors.
    private static final double LEAST_REQUESTS = 10;
    private static final List<Signal> OWN = List.of(
            derived(DerivedMeters.LATENCY_P95, "p95", "ms", Area.SERVING, Side.ABOVE, 20, 0.25),
            derived(DerivedMeters.ERRORS_PERCENT, "error rate", "percent", Area.SERVING, Side.ABOVE, 1, 0.25),
            derived(DerivedMeters.CACHE_HIT_PERCENT, "cache hit ratio", "percent", Area.CACHE, Side.BELOW, 4, 0),
            derived(DerivedMeters.OFFERED, "arrivals", "1/s", Area.TRAFFIC, Side.BOTH, 5, 0.15),
            gauge(Meters.QUEUE_DEPTH, "queue depth", Area.SERVING, Side.ABOVE, 16, 0.25),
            gauge(Meters.IN_FLIGHT, "requests in flight", Area.SERVING, Side.ABOVE, 16, 0.25),
            distribution(Meters.BACKEND_TIME, "backend time", Area.SERVING, Side.ABOVE, 20, 0.25),
            gauge(Meters.CACHE_ENTRIES, "cache entries", Area.CACHE, Side.BELOW, 50, 0.1),
            gauge(Meters.HOST_CPU, "host CPU", Area.PROCESSOR, Side.ABOVE, 8, 0),
            gauge(Meters.PROCESS_CPU, "CPU of the node", Area.PROCESSOR, Side.ABOVE, 8, 0),
            gauge(Meters.HOST_MEMORY, "host memory", Area.MEMORY, Side.ABOVE, 2.5, 0));
    /// Those that the joint detector sees, in its order.
    static final List<String> JOINT = OWN.stream().map(Signal::meter).toList();
    private static final Set<String> METERS = Stream
            .of(Meters.RESPONSE, Meters.RESPONSE_MISS, Meters.REQUESTS, Meters.ARRIVALS, Meters.CACHE_HITS, Meters.CACHE_MISSES,
                    Meters.CACHE_COALESCED, Meters.QUEUE_DEPTH, Meters.IN_FLIGHT, Meters.BACKEND_TIME, Meters.CACHE_ENTRIES,
                    Meters.HOST_CPU, Meters.PROCESS_CPU, Meters.HOST_MEMORY, Meters.MEMORY, Meters.TESTING, GpuMeters.CLOCK_SM,
                    GpuMeters.TEMPERATURE, GpuMeters.UTILIZATION)
            .map(Meter::id).collect(Collectors.toUnmodifiableSet());

    private final Map<String, Signal> known = new LinkedHashMap<>();
    private final Map<String, Integer> devices = new HashMap<>();

    Signals() {
        OWN.forEach(signal -> known.put(signal.meter(), signal));
    }

    /// What of a frame is needed.
    static Frame needed(Frame frame) {
        return frame.only(METERS);
    }

    /// All signals, with those of devices that a window shows for the first time.
    List<Signal> of(Frame window) {
        window.readings().ofMeter(Meters.MEMORY.id()).forEach(one -> device(one.getKey().labels().getFirst()));
        return new ArrayList<>(known.values());
    }

    private void device(String id) {
        if (devices.containsKey(id) || devices.size() >= MOST_DEVICES) {
            return;
        }
        devices.put(id, devices.size());
        add(device(Meters.MEMORY, id, "memory", Area.MEMORY, Side.ABOVE, 2.5, 0));
        if (!id.equals("host")) {
            add(device(GpuMeters.CLOCK_SM, id, "SM clock", Area.GPU, Side.BELOW, 40, 0.04));
            add(device(GpuMeters.TEMPERATURE, id, "temperature", Area.GPU, Side.ABOVE, 3, 0));
        }
    }

    private void add(Signal signal) {
        known.put(signal.meter(), signal);
    }

    private static Signal derived(String id, String title, String unit, Area area, Side side, double least, double share) {
        boolean ofRequests = area == Area.SERVING;
        return new Signal(id, title, unit, area, side, least, share, (window, figures) -> ofRequests
                && DerivedMeters.requests(window) < LEAST_REQUESTS ? Double.NaN : figures.getOrDefault(id, Double.NaN));
    }

    private static Signal gauge(Meter meter, String title, Area area, Side side, double least, double share) {
        return new Signal(meter.id(), title, meter.unit(), area, side, least, share, (window, _) -> window.gauge(meter.id()));
    }

    private static Signal distribution(Meter meter, String title, Area area, Side side, double least, double share) {
        return new Signal(meter.id(), title, meter.unit(), area, side, least, share, (window, _) -> {
            Histogram values = window.distribution(meter.id());
            return values.count() < 3 ? Double.NaN : values.percentile(50);
        });
    }

    /// A GPU's clock is judged while the GPU works: an idle one lowers it by itself.
    private static Signal device(Meter meter, String id, String title, Area area, Side side, double least, double share) {
        Series series = meter.series(id);
        Series work = GpuMeters.UTILIZATION.series(id);
        boolean clock = meter.equals(GpuMeters.CLOCK_SM);
        return new Signal(series.toString(), title + " of " + id, meter.unit(), area, side, least, share,
                (window, _) -> clock && !(window.gauge(work) >= 20) ? Double.NaN : window.gauge(series));
    }
}
