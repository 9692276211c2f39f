package gpudyno.console.tune;

import gpudyno.console.kit.Formats;
import gpudyno.model.cost.CostBasis;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Target;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// One measured figure of a session across its columns; NaN where it was not measured.
///
/// @param meter id, or [#HELD_RATE]
/// @param interval of the best, 95 %
record ComparisonRow(String title, String meter, String unit, double stock, double cacheOff, double best,
        Optional<List<Double>> interval) {
    static final String HELD_RATE = "held.rate";
    private static final double LEAST_PER_THOUSAND = 0.1;

    /// @param memory how the memory judged is called: of the GPU, or of the host where there is none
    static List<ComparisonRow> of(SessionReport report, String memory) {
        List<ComparisonRow> rows = new ArrayList<>(List.of(meter(report, memory, DerivedMeters.MEMORY_PERCENT, "percent"),
                meter(report, "Cache hit", DerivedMeters.CACHE_HIT_PERCENT, "percent"),
                meter(report, "Response p95", DerivedMeters.LATENCY_P95, "ms"),
                meter(report, "Error rate", DerivedMeters.ERRORS_PERCENT, "percent"),
                meter(report, "Throughput", DerivedMeters.THROUGHPUT, "req/s"), heldRate(report),
                meter(report, "p95 of misses", DerivedMeters.LATENCY_MISS_P95, "ms")));
        CostBasis cost = report.cost();
        if (cost != null) {
            // Absent, as their figures are, where the node knows neither a price nor its power.
            rows.add(readable(meter(report, "Cost per 1k", DerivedMeters.COST_PER_THOUSAND,
                    cost.currency() == null ? "" : cost.currency())));
            rows.add(meter(report, "Energy per 1k", DerivedMeters.ENERGY_PER_THOUSAND, "Wh"));
            rows.removeIf(row -> row.isCost() && Double.isNaN(row.stock) && Double.isNaN(row.cacheOff) && Double.isNaN(row.best));
        }
        return rows;
    }

    /// A thousand requests may cost a fraction of a cent; a million then reads better.
    private static ComparisonRow readable(ComparisonRow cost) {
        double most = DoubleStream.of(cost.stock, cost.cacheOff, cost.best).filter(value -> !Double.isNaN(value)).max().orElse(Double.NaN);
        return most < LEAST_PER_THOUSAND
                ? new ComparisonRow("Cost per 1M", cost.meter, cost.unit, 1000 * cost.stock, 1000 * cost.cacheOff, 1000 * cost.best,
                        cost.interval.map(ends -> ends.stream().map(end -> 1000 * end).toList()))
                : cost;
    }

    private boolean isCost() {
        return meter.equals(DerivedMeters.COST_PER_THOUSAND) || meter.equals(DerivedMeters.ENERGY_PER_THOUSAND);
    }

    private static ComparisonRow meter(SessionReport report, String title, String meter, String unit) {
        Column best = report.best();
        return new ComparisonRow(title, meter, unit, value(report.baseline(), meter), value(report.bestCacheOff(), meter),
                value(best, meter), best == null ? Optional.empty() : Optional.ofNullable(best.intervals().get(meter)));
    }

    private static ComparisonRow heldRate(SessionReport report) {
        Column best = report.best();
        return new ComparisonRow("Held rate", HELD_RATE, "req/s", held(report.baseline()), held(report.bestCacheOff()), held(best),
                best == null ? Optional.empty() : Optional.ofNullable(best.heldRateInterval()));
    }

    private static double value(@Nullable Column column, String meter) {
        return column == null ? Double.NaN : column.meters().getOrDefault(meter, Double.NaN);
    }

    private static double held(@Nullable Column column) {
        return column == null || column.heldRate() == null ? Double.NaN : column.heldRate();
    }

    /// The best with no more digits than its interval supports; at least that much where the interval's upper end was not found.
    String bestWords() {
        if (interval.isEmpty() || Double.isNaN(best)) {
            return Formats.number(best);
        }
        List<Double> bounds = interval.get();
        return isFound(bounds)
                ? Formats.within(best, Formats.halfWidth(bounds))
                : "≥ " + Formats.number(bounds.isEmpty() ? best : Math.min(best, bounds.getFirst()));
    }

    /// Half the width of the best's interval: `± 1.2`; empty when there is none.
    String spread() {
        if (interval.isEmpty() || Double.isNaN(best)) {
            return "";
        }
        return isFound(interval.get()) ? "± " + Formats.spread(Formats.halfWidth(interval.get())) : "upper bound not found";
    }

    /// A meter's interval comes from its own repeats and has both ends; the upper one of a held rate may not have been found.
    private boolean isFound(List<Double> bounds) {
        return meter.equals(HELD_RATE)
                ? SessionReport.isFound(best, bounds)
                : bounds.size() == 2 && Double.isFinite(bounds.getFirst()) && Double.isFinite(bounds.getLast());
    }

    Optional<Target> target(Profile profile) {
        return profile.target(meter);
    }

    /// How many of a profile's targets the best meets; empty while the best is not measured.
    static Optional<Long> met(List<ComparisonRow> rows, Profile profile) {
        List<ComparisonRow> judged = rows.stream().filter(row -> row.target(profile).isPresent()).toList();
        return judged.stream().allMatch(row -> Double.isNaN(row.best))
                ? Optional.empty()
                : Optional.of(judged.stream().filter(row -> row.target(profile).orElseThrow().isMetBy(row.best)).count());
    }
}
