package gpudyno.console.load;

import gpudyno.console.chart.HeatMap;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.Line.Style;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// How a run went over time, and how it is planned to go on, as charts take it.
///
/// @param columns whole ones; none before the first second has passed
/// @param length of each
/// @param end of what is drawn: of the plan where that is known, else of what was measured
record Course(Instant start, List<RunCourse.Column> columns, Duration length, Instant end, boolean running, Scenario scenario,
        Duration warmup, RunCourse whole) {
    private static final RunCourse NONE = new RunCourse(1, List.of(), List.of(), List.of(), List.of());
    private static final int PLANNED_POINTS = 200;

    static Course of(Run run) {
        RunReport report = run.report();
        RunCourse course = report == null || report.course() == null ? NONE : Objects.requireNonNull(report.course());
        Duration length = Duration.ofMillis(Math.round(course.columnSeconds() * 1000));
        boolean running = run.ended() == null;
        // A long run's last column is still being filled.
        int whole = running && course.columnSeconds() > 1 ? Math.max(0, course.columns().size() - 1) : course.columns().size();
        Instant measured = run.started().plus(length.multipliedBy(Math.max(1, whole)));
        Duration warmup = run.scenario() instanceof Scenario.Replay ? Duration.ZERO : run.setup().warmup();
        Instant planned = run.started().plus(run.scenario().duration()).plus(warmup);
        boolean ahead = running && !(run.scenario() instanceof Scenario.FindMax) && planned.isAfter(measured);
        return new Course(run.started(), course.columns().subList(0, whole), length, ahead ? planned : measured, running, run.scenario(),
                warmup, course);
    }

    Instant measured() {
        return start.plus(length.multipliedBy(columns.size()));
    }

    /// Where the plan begins; empty without one ahead.
    OptionalLong now() {
        return running && end.isAfter(measured()) ? OptionalLong.of(measured().toEpochMilli()) : OptionalLong.empty();
    }

    List<Line> rates() {
        double seconds = length.toMillis() / 1000.0;
        List<Line> lines = new ArrayList<>(List.of(line("achieved", SeriesColor.ACTUAL, Style.AREA, column -> column.correct() / seconds),
                line("offered", SeriesColor.FORECAST, Style.DASHED, column -> column.offered() / seconds),
                line("errors", SeriesColor.ERRORS, Style.LINE, column -> column.errors() / seconds)));
        if (now().isPresent() && PlannedRate.isKnown(scenario)) {
            lines.add(planned());
        }
        return lines;
    }

    private Line line(String name, SeriesColor color, Style style, ToDoubleFunction<RunCourse.Column> value) {
        int count = columns.size();
        long[] times = new long[count];
        long[] lengths = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = start.plus(length.multipliedBy(i + 1L)).toEpochMilli();
            lengths[i] = length.toMillis();
        }
        return new Line(name, color, style, times, lengths, columns.stream().mapToDouble(value).toArray());
    }

    private Line planned() {
        long from = measured().toEpochMilli();
        long to = end.toEpochMilli();
        long[] times = new long[PLANNED_POINTS + 1];
        double[] values = new double[PLANNED_POINTS + 1];
        long[] lengths = new long[PLANNED_POINTS + 1];
        for (int i = 0; i <= PLANNED_POINTS; i++) {
            times[i] = from + (to - from) * i / PLANNED_POINTS;
            lengths[i] = (to - from) / PLANNED_POINTS + 1;
            double into = (times[i] - start.toEpochMilli() - warmup.toMillis()) / (double) Math.max(1, scenario.duration().toMillis());
            values[i] = PlannedRate.at(scenario, Math.clamp(into, 0, 1 - 1e-9));
        }
        return new Line("planned", SeriesColor.FORECAST, Style.DASHED, times, lengths, values);
    }

    HeatMap.Picture heat() {
        return new HeatMap.Picture(start.toEpochMilli(), end.toEpochMilli(), length, whole.bucketBounds(),
                columns.stream().map(RunCourse.Column::latencyCounts).toList(),
                columns.stream().mapToDouble(column -> orNaN(column.p95())).toArray());
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
