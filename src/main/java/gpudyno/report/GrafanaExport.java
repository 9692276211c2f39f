package gpudyno.report;

import static gpudyno.report.PrometheusExport.ordered;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// A dashboard for Grafana over a Prometheus that scrapes nodes: what the Overview shows, with a profile's bounds as thresholds.
public final class GrafanaExport {
    private static final String WINDOW = "[$__rate_interval]";
    private static final int WIDTH = 24;

    private final PromQl language;
    private final List<Map<String, Object>> panels = new ArrayList<>();
    private int row;

    private GrafanaExport(Collection<Meter> meters) {
        language = new PromQl(meters);
    }

    /// A query with what its line is called.
    private record Query(String name, String expression) {}

    /// As `Dashboards > Import` takes it.
    public static Map<String, Object> dashboard(Profile profile, Collection<Meter> meters) {
        GrafanaExport export = new GrafanaExport(meters);
        export.tiles(profile);
        export.charts(profile);
        return ordered("title", "GPU Dyno · " + profile.title(), "uid", "gpudyno-" + profile.id(), "tags", List.of("gpudyno"), "timezone",
                "browser", "schemaVersion", 39, "refresh", "5s", "time", ordered("from", "now-15m", "to", "now"), "templating",
                ordered("list", List.of(ordered("name", "datasource", "type", "datasource", "query", "prometheus", "label",
                        "Prometheus"))),
                "panels", export.panels);
    }

    private void tiles(Profile profile) {
        List<Target> targets = profile.targets();
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            int left = WIDTH * i / targets.size();
            panel("stat", title(target.meter()), left, WIDTH * (i + 1) / targets.size() - left, 4, unit(target.meter()), thresholds(target),
                    List.of(derived(title(target.meter()), target.meter())));
        }
        row += 4;
    }

    private void charts(Profile profile) {
        pair("Latency", "ms", profile.target(DerivedMeters.LATENCY_P95),
                List.of(derived("p50", DerivedMeters.LATENCY_P50), derived("p95", DerivedMeters.LATENCY_P95),
                        derived("p99", DerivedMeters.LATENCY_P99)),
                "Throughput", "reqps", profile.target(DerivedMeters.THROUGHPUT),
                List.of(derived("offered", DerivedMeters.OFFERED), derived("correct", DerivedMeters.THROUGHPUT)));
        pair("Memory", "percent", profile.target(DerivedMeters.MEMORY_PERCENT),
                List.of(new Query("{{device}}", language.name(Meters.MEMORY)), new Query("host", language.name(Meters.HOST_MEMORY))),
                "Errors",
                "percent", profile.target(DerivedMeters.ERRORS_PERCENT), List.of(derived("errors", DerivedMeters.ERRORS_PERCENT)));
        pair("Cache", "percent", profile.target(DerivedMeters.CACHE_HIT_PERCENT),
                List.of(derived("hit", DerivedMeters.CACHE_HIT_PERCENT)), "Queue and processors", "none", java.util.Optional.empty(),
                List.of(new Query("queue depth", language.name(Meters.QUEUE_DEPTH)),
                        new Query("in flight", language.name(Meters.IN_FLIGHT)), new Query("host CPU %", language.name(Meters.HOST_CPU))));
    }

    private void pair(String left, String leftUnit, java.util.Optional<Target> leftTarget, List<Query> leftQueries, String right,
            String rightUnit, java.util.Optional<Target> rightTarget, List<Query> rightQueries) {
        panel("timeseries", left, 0, WIDTH / 2, 8, leftUnit, leftTarget.map(GrafanaExport::thresholds).orElse(List.of()), leftQueries);
        panel("timeseries", right, WIDTH / 2, WIDTH / 2, 8, rightUnit, rightTarget.map(GrafanaExport::thresholds).orElse(List.of()),
                rightQueries);
        row += 8;
    }

    private void panel(String type, String title, int left, int width, int height, String unit, List<Map<String, Object>> thresholds,
            List<Query> queries) {
        Map<String, Object> source = ordered("type", "prometheus", "uid", "${datasource}");
        List<Map<String, Object>> targets = new ArrayList<>();
        for (Query query : queries) {
            targets.add(ordered("refId", String.valueOf((char) ('A' + targets.size())), "datasource", source, "expr", query.expression,
                    "legendFormat", query.name));
        }
        Map<String, Object> defaults = ordered("unit", unit);
        if (!thresholds.isEmpty()) {
            defaults.put("thresholds", ordered("mode", "absolute", "steps", thresholds));
            defaults.put("custom", ordered("thresholdsStyle", ordered("mode", "dashed")));
        }
        panels.add(ordered("id", panels.size() + 1, "type", type, "title", title, "datasource", source, "gridPos",
                ordered("x", left, "y", row, "w", width, "h", height), "fieldConfig", ordered("defaults", defaults, "overrides", List.of()),
                "targets", targets));
    }

    private static List<Map<String, Object>> thresholds(Target target) {
        boolean highIsGood = target.comparison() == Target.Comparison.AT_LEAST;
        // The first step holds from minus infinity on, whatever it says.
        return List.of(ordered("color", highIsGood ? "red" : "green"),
                ordered("color", highIsGood ? "green" : "red", "value", target.bound()));
    }

    private Query derived(String name, String id) {
        return new Query(name, language.derived(id, WINDOW).orElseThrow());
    }

    private static String title(String meter) {
        return switch (meter) {
            case DerivedMeters.MEMORY_PERCENT -> "Memory";
            case DerivedMeters.CACHE_HIT_PERCENT -> "Cache hit";
            case DerivedMeters.LATENCY_P95 -> "Response p95";
            case DerivedMeters.ERRORS_PERCENT -> "Error rate";
            case DerivedMeters.THROUGHPUT -> "Throughput";
            default -> meter;
        };
    }

    private static String unit(String meter) {
        return meter.endsWith(".ms") ? "ms" : meter.endsWith(".rps") ? "reqps" : "percent";
    }
}
