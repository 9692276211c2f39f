package gpudyno.watch;

import gpudyno.expression.Operand;
import gpudyno.expression.Operand.Aggregate;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The values of one window in one frame. Indexed once, then used by every rule.
final class WindowFigures {
    /// Figures that are derived from several meters.
    private static final Set<String> DERIVED = Set.of(DerivedMeters.MEMORY_PERCENT, DerivedMeters.CACHE_HIT_PERCENT,
            DerivedMeters.LATENCY_P50,
            DerivedMeters.LATENCY_P95, DerivedMeters.LATENCY_P99, DerivedMeters.LATENCY_MISS_P95, DerivedMeters.ERRORS_PERCENT,
            DerivedMeters.THROUGHPUT, DerivedMeters.OFFERED);

    private final Frame frame;
    private final Map<String, List<Series>> byMeter = new HashMap<>();
    private @Nullable Map<String, Double> derived;

    WindowFigures(Frame frame) {
        this.frame = frame;
        for (Series series : frame.readings().keySet()) {
            byMeter.computeIfAbsent(series.meter(), _ -> new ArrayList<>()).add(series);
        }
    }

    static boolean isDerived(String id) {
        return DERIVED.contains(id);
    }

    /// The value for an operand, without regard to its window and labels; NaN if there is none.
    ///
    /// @param declared whether the operand's id is the id of a meter
    double figure(Operand operand, boolean declared) {
        return operand.aggregate() != Aggregate.SERIES
                ? aggregate(operand.aggregate(), operand.meter())
                : declared ? level(Series.of(operand.meter())) : derived(operand.meter());
    }

    List<Series> series(String meter) {
        return byMeter.getOrDefault(meter, List.of());
    }

    /// NaN if there is no value.
    double derived(String id) {
        Map<String, Double> known = derived;
        if (known == null) {
            known = DerivedMeters.of(frame);
            derived = known;
        }
        return known.getOrDefault(id, Double.NaN);
    }

    /// The value of a gauge or the increase per second of a counter; NaN if there is none.
    double level(Series series) {
        return switch (frame.reading(series)) {
            case Reading.Gauge gauge -> gauge.mean();
            case Reading.Counter(double growth) -> growth / frame.seconds();
            case Reading.Distribution _ -> Double.NaN;
            case null -> Double.NaN;
        };
    }

    /// A value over all series of a meter; NaN if there is none or the meter is of another kind.
    double aggregate(Aggregate aggregate, String meter) {
        List<Series> all = series(meter);
        if (all.isEmpty()) {
            return Double.NaN;
        }
        boolean distribution = frame.reading(all.getFirst()) instanceof Reading.Distribution;
        return distribution ? ofDistribution(aggregate, frame.distribution(meter)) : ofLevels(aggregate, all);
    }

    private double ofDistribution(Aggregate aggregate, Histogram values) {
        return switch (aggregate) {
            case P50 -> values.percentile(50);
            case P90 -> values.percentile(90);
            case P95 -> values.percentile(95);
            case P99 -> values.percentile(99);
            case MEAN -> values.mean();
            case MAX -> values.max();
            case MIN -> values.min();
            case COUNT -> values.count();
            case RATE -> values.count() / frame.seconds();
            case SUM -> values.mean() * values.count();
            case SERIES, BURN, FORECAST -> Double.NaN;
        };
    }

    private double ofLevels(Aggregate aggregate, List<Series> all) {
        return switch (aggregate) {
            case MAX -> all.stream().mapToDouble(this::level).max().orElse(Double.NaN);
            case MIN -> all.stream().mapToDouble(this::level).min().orElse(Double.NaN);
            case MEAN -> all.stream().mapToDouble(this::level).average().orElse(Double.NaN);
            case COUNT -> all.size();
            case SUM -> all.stream().mapToDouble(one -> frame.reading(one) instanceof Reading.Counter(double growth) ? growth : level(one))
                    .sum();
            case RATE -> frame.reading(all.getFirst()) instanceof Reading.Counter
                    ? all.stream().mapToDouble(this::level).sum()
                    : Double.NaN;
            case P50, P90, P95, P99, SERIES, BURN, FORECAST -> Double.NaN;
        };
    }
}
