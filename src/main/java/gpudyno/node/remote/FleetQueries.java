package gpudyno.node.remote;

import gpudyno.exposition.PrometheusText;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The questions in PromQL that the figures of all nodes come from, however many there are. A node is what Prometheus calls an instance.
final class FleetQueries {
    /// What figures are of; a scrape every 15 seconds gives four values.
    static final int WINDOW_SECONDS = 60;
    /// Nodes that were seen within it count as known.
    private static final String KNOWN = "[1h]";
    private static final String WINDOW = "[" + WINDOW_SECONDS + "s]";
    private static final Map<String, PrometheusText.Named> NAMES = PrometheusText.names(Meters.builtIn());

    private FleetQueries() {
    }

    private static String name(Meter meter) {
        return Objects.requireNonNull(NAMES.get(meter.id())).name();
    }

    /// What each node is, by its labels, also of one that does not answer now.
    static String nodes() {
        return "last_over_time(gpudyno_node_info" + KNOWN + ")";
    }

    /// Whether each answers: 1 or 0.
    static String up() {
        return "max by (instance) (up) and on (instance) " + nodes();
    }

    /// Response times of the window by instance and upper bound.
    static String buckets() {
        return "sum by (instance, le) (increase(" + name(Meters.RESPONSE) + "_bucket" + WINDOW + "))";
    }

    /// Every other figure, each under its word in the label `figure`.
    static String figures() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("ok", grown(Meters.REQUESTS, "{outcome=\"" + Outcome.OK.label() + "\"}"));
        queries.put("errors", grown(Meters.REQUESTS, "{outcome=~\"" + Arrays.stream(Outcome.values()).filter(Outcome::isError)
                .map(Outcome::label).collect(Collectors.joining("|")) + "\"}"));
        queries.put("arrivals", grown(Meters.ARRIVALS, ""));
        queries.put("hits", grown(Meters.CACHE_HITS, ""));
        queries.put("misses", grown(Meters.CACHE_MISSES, ""));
        queries.put("coalesced", grown(Meters.CACHE_COALESCED, ""));
        queries.put("energy", grown(GpuMeters.ENERGY, ""));
        queries.put("memory", "max by (instance) (avg_over_time(" + name(Meters.MEMORY) + WINDOW + "))");
        queries.put("memoryUsed", summed(GpuMeters.MEMORY_USED));
        queries.put("memoryTotal", summed(GpuMeters.MEMORY_TOTAL));
        queries.put("power", summed(GpuMeters.POWER));
        queries.put("powerLimit", summed(GpuMeters.POWER_LIMIT));
        queries.put("gpus", "count by (instance) (" + name(GpuMeters.UP) + ")");
        queries.put("thermal", "max by (instance) (" + name(GpuMeters.THROTTLED) + " and (" + name(GpuMeters.THROTTLE_THERMAL) + " > 0 or "
                + name(GpuMeters.THROTTLE_HARDWARE_THERMAL) + " > 0))");
        queries.put("throttled", "max by (instance) (" + name(GpuMeters.THROTTLED) + ")");
        queries.put("critical", "sum by (instance) (" + name(Meters.ALERTS) + "{severity=\"critical\"})");
        queries.put("alerts", summed(Meters.ALERTS));
        queries.put("busiest", "topk by (instance) (1, " + name(GpuMeters.UTILIZATION) + ")");
        return queries.entrySet().stream()
                .map(one -> "label_replace(" + one.getValue() + ", \"figure\", \"" + one.getKey() + "\", \"\", \"\")")
                .collect(Collectors.joining(" or "));
    }

    private static String grown(Meter counter, String which) {
        return "sum by (instance) (increase(" + name(counter) + "_total" + which + WINDOW + "))";
    }

    private static String summed(Meter gauge) {
        return "sum by (instance) (" + name(gauge) + ")";
    }

    /// p95 in seconds over the parts of a course.
    ///
    /// @param by `instance` for each node, nothing for all together
    static String p95(List<String> by, long partSeconds) {
        return "histogram_quantile(0.95, sum by (" + String.join(", ", by) + (by.isEmpty() ? "" : ", ") + "le) (rate("
                + name(Meters.RESPONSE)
                + "_bucket[" + Math.max(WINDOW_SECONDS, partSeconds) + "s])))";
    }
}
