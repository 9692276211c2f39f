package gpudyno.console.tune;

import gpudyno.console.chart.ScatterChart;
import gpudyno.console.chart.ScatterChart.Mark;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Status;
import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A trial as the log and the scatter show it.
record TrialRow(Trial trial, Kind kind, String changed, Profile targets) {
    enum Kind {
        RUNNING,
        BASELINE,
        FEASIBLE,
        INFEASIBLE,
        BEST,
        PRUNED,
        STOPPED,
        FAILED
    }

    private static final Map<String, String> SHORT = Map.of(DerivedMeters.LATENCY_P95, "p95", DerivedMeters.MEMORY_PERCENT, "Memory",
            DerivedMeters.ERRORS_PERCENT, "Errors", DerivedMeters.THROUGHPUT, "Rate", DerivedMeters.CACHE_HIT_PERCENT, "Cache");

    /// Newest first.
    static List<TrialRow> of(SessionReport report) {
        Profile targets = Profiles.named(report.targets());
        Configuration stock = report.baseline() != null
                ? report.baseline().knobs()
                : report.trials().isEmpty() ? Configuration.EMPTY : report.trials().getFirst().config();
        return report.trials().reversed().stream()
                .map(trial -> new TrialRow(trial, kind(trial, report, stock), KnobMoves.words(trial.config(), stock), targets)).toList();
    }

    private static Kind kind(Trial trial, SessionReport report, Configuration stock) {
        return switch (trial.status()) {
            case RUNNING -> Kind.RUNNING;
            case PRUNED -> Kind.PRUNED;
            case STOPPED -> Kind.STOPPED;
            case FAILED -> Kind.FAILED;
            case FEASIBLE, INFEASIBLE -> {
                if (isOf(trial.config(), stock)) {
                    yield Kind.BASELINE;
                }
                if (report.best() != null && isOf(trial.config(), report.best().knobs())) {
                    yield Kind.BEST;
                }
                yield trial.status() == Trial.Status.FEASIBLE ? Kind.FEASIBLE : Kind.INFEASIBLE;
            }
        };
    }

    /// Whether a trial set its knobs as a configuration has them. A trial names the knobs it searched, a column of the report all there are;
    /// and a whole number that crossed the network may come back as another type.
    private static boolean isOf(Configuration tried, Configuration whole) {
        return !tried.values().isEmpty() && tried.values().entrySet().stream()
                .allMatch(knob -> isSame(knob.getValue(), whole.get(knob.getKey())));
    }

    private static boolean isSame(Object one, @Nullable Object other) {
        return one instanceof Number number && other instanceof Number another
                ? number.doubleValue() == another.doubleValue()
                : one.equals(other);
    }

    /// The trials as points, oldest first, with one mark for the baseline and one for the best however often each was measured: where the
    /// report has them, at the figures of its table.
    static List<ScatterChart.Point> points(List<TrialRow> newestFirst, Optional<SessionReport> session) {
        List<ScatterChart.Point> points = new ArrayList<>();
        for (TrialRow row : newestFirst.reversed()) {
            if (row.kind != Kind.BASELINE && row.kind != Kind.BEST) {
                row.point().ifPresent(points::add);
            }
        }
        session.ifPresent(report -> {
            mark(report.baseline(), Mark.BASELINE, "Stock", newestFirst).ifPresent(points::add);
            mark(report.best(), Mark.BEST, "Best", newestFirst).ifPresent(points::add);
        });
        return points;
    }

    private static Optional<ScatterChart.Point> mark(@Nullable Column column, Mark mark, String title, List<TrialRow> newestFirst) {
        double throughput = column == null ? Double.NaN : column.meters().getOrDefault(DerivedMeters.THROUGHPUT, Double.NaN);
        double latency = column == null ? Double.NaN : column.meters().getOrDefault(DerivedMeters.LATENCY_P95, Double.NaN);
        if (throughput >= 0 && latency > 0) {
            return Optional.of(new ScatterChart.Point(throughput, latency, mark, title));
        }
        Kind kind = mark == Mark.BEST ? Kind.BEST : Kind.BASELINE;
        return newestFirst.stream().filter(row -> row.kind == kind).flatMap(row -> row.point().stream()).findFirst();
    }

    /// Where the trial lies among the others; empty until both figures are measured.
    Optional<ScatterChart.Point> point() {
        double throughput = value(DerivedMeters.THROUGHPUT);
        double latency = value(DerivedMeters.LATENCY_P95);
        if (!(throughput >= 0 && latency > 0)) {
            return Optional.empty();
        }
        Mark mark = switch (kind) {
            case BASELINE -> Mark.BASELINE;
            case BEST -> Mark.BEST;
            case FEASIBLE, RUNNING -> Mark.FEASIBLE;
            case INFEASIBLE, PRUNED, STOPPED, FAILED -> Mark.INFEASIBLE;
        };
        return Optional.of(new ScatterChart.Point(throughput, latency, mark, "Trial " + trial.number() + ", " + changed));
    }

    /// Its point among those of [#points]; empty where it has none.
    Optional<ScatterChart.Point> among(List<ScatterChart.Point> points) {
        return switch (kind) {
            case BASELINE -> points.stream().filter(point -> point.mark() == Mark.BASELINE).findFirst();
            case BEST -> points.stream().filter(point -> point.mark() == Mark.BEST).findFirst();
            default -> point().filter(points::contains);
        };
    }

    Chip chip() {
        return switch (kind) {
            case RUNNING -> new Chip(Status.ACCENT, "Running");
            case BASELINE -> new Chip(Status.NEUTRAL, "Stock");
            case FEASIBLE -> new Chip(Status.NEUTRAL, "Feasible").outline();
            case BEST -> new Chip(Status.SUCCESS, "Best");
            case PRUNED -> new Chip(Status.WARNING, "Pruned");
            case STOPPED -> new Chip(Status.NEUTRAL, "Stopped").outline();
            case FAILED -> new Chip(Status.DANGER, "Failed");
            case INFEASIBLE -> new Chip(Status.DANGER, firstMiss());
        };
    }

    private String firstMiss() {
        return targets.targets().stream().filter(target -> misses(target.meter())).findFirst()
                .map(target -> SHORT.getOrDefault(target.meter(), target.meter())).orElse("Infeasible");
    }

    /// NaN where it was not measured.
    double value(String meter) {
        return trial.meters().getOrDefault(meter, Double.NaN);
    }

    boolean misses(String meter) {
        double value = value(meter);
        return !Double.isNaN(value) && targets.target(meter).filter(target -> !target.isMetBy(value)).isPresent();
    }
}
