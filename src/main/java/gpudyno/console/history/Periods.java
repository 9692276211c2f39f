package gpudyno.console.history;

import gpudyno.console.page.Period;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Two periods of a node by their figures, out of stored frames.
///
/// @param a figures of the first by their meter; without what was not measured
record Periods(Map<String, Double> a, Map<String, Double> b) {
    /// Where offered rates differ by more than this share of the first, figures that depend on load do not compare.
    private static final double LIKE = 0.1;
    private static final int FRAMES = 300;
    /// The coarsest that a node keeps.
    private static final Duration COARSEST = Duration.ofMinutes(5);
    private static final Set<String> READ = Stream
            .of(Meters.ARRIVALS, Meters.REQUESTS, Meters.RESPONSE, Meters.CACHE_HITS, Meters.CACHE_MISSES, Meters.CACHE_COALESCED,
                    Meters.MEMORY, GpuMeters.UP, GpuMeters.ENERGY, GpuMeters.POWER)
            .map(Meter::id).collect(Collectors.toUnmodifiableSet());

    /// @param loaded whether it depends on the offered load
    record Row(String title, String unit, double a, double b, boolean loaded) {}

    Periods {
        a = Map.copyOf(a);
        b = Map.copyOf(b);
    }

    /// Asks the node; blocks.
    static Periods of(Node node, Period first, Period second) {
        return new Periods(figures(node, first), figures(node, second));
    }

    private static Map<String, Double> figures(Node node, Period period) {
        Duration fine = Duration.between(period.from(), period.to()).dividedBy(FRAMES);
        List<Frame> frames = node.frames().history(period.from(), period.to(), fine.compareTo(COARSEST) < 0 ? fine : COARSEST, READ);
        return frames.isEmpty() ? Map.of() : DerivedMeters.of(Frame.rollUp(frames));
    }

    boolean loadDiffers() {
        double first = a.getOrDefault(DerivedMeters.OFFERED, Double.NaN);
        double second = b.getOrDefault(DerivedMeters.OFFERED, Double.NaN);
        return Math.abs(second - first) > LIKE * first;
    }

    List<Row> rows() {
        return List.of(row("Offered", DerivedMeters.OFFERED, "rps", false), row("Throughput", DerivedMeters.THROUGHPUT, "rps", true),
                row("p95", DerivedMeters.LATENCY_P95, "ms", true), row("Errors", DerivedMeters.ERRORS_PERCENT, "percent", true),
                row("Cache hits", DerivedMeters.CACHE_HIT_PERCENT, "percent", false),
                row("Memory", DerivedMeters.MEMORY_PERCENT, "percent", true),
                row("Energy/request", DerivedMeters.ENERGY_PER_REQUEST, "joules", true));
    }

    private Row row(String title, String id, String unit, boolean loaded) {
        return new Row(title, unit, a.getOrDefault(id, Double.NaN), b.getOrDefault(id, Double.NaN), loaded);
    }
}
