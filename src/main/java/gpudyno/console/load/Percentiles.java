package gpudyno.console.load;

import gpudyno.console.chart.PercentileChart.Curve;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A run's latency distribution as curves.
final class Percentiles {
    private static final int LEAST_BEYOND = 10;

    private Percentiles() {
    }

    private static List<RunCourse.Point> points(Run run) {
        RunReport report = run.report();
        RunCourse course = report == null ? null : report.course();
        return course == null ? List.of() : course.percentiles();
    }

    /// The same answers on two clocks.
    static List<Curve> bothClocks(Run run) {
        return points(run).isEmpty()
                ? List.of()
                : List.of(curve("intended", SeriesColor.FORECAST, run, RunCourse.Point::intended),
                        curve("service", SeriesColor.ACTUAL, run, RunCourse.Point::service));
    }

    /// Two runs from the intended send time.
    static List<Curve> compared(Run older, Run newer) {
        return List.of(curve("#" + older.id(), SeriesColor.FORECAST, older, RunCourse.Point::intended),
                curve("#" + newer.id(), SeriesColor.ACTUAL, newer, RunCourse.Point::intended));
    }

    private static Curve curve(String name, SeriesColor color, Run run, ToDoubleFunction<RunCourse.Point> clock) {
        List<RunCourse.Point> points = points(run).stream().filter(point -> isKnown(point.percentile(), answers(run))).toList();
        return new Curve(name, color, points.stream().mapToDouble(RunCourse.Point::percentile).toArray(),
                points.stream().mapToDouble(clock).toArray());
    }

    /// Whether enough answers lie beyond a percentile for it to be more than one slow request's chance: of 1,494 answers p99.99 is the
    /// slowest alone.
    static boolean isKnown(double percentile, long answers) {
        return (100 - percentile) / 100 * answers >= LEAST_BEYOND - 1e-6;
    }

    private static long answers(Run run) {
        RunReport report = run.report();
        return report == null ? 0 : report.achieved().requests();
    }
}
