package gpudyno.console.load;

import gpudyno.console.chart.PercentileChart.Curve;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A run's latency distribution as curves.
final class Percentiles {
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
                : List.of(curve("intended", 1, run, RunCourse.Point::intended), curve("service", 0, run, RunCourse.Point::service));
    }

    /// Two runs from the intended send time.
    static List<Curve> compared(Run older, Run newer) {
        return List.of(curve("#" + older.id(), 1, older, RunCourse.Point::intended),
                curve("#" + newer.id(), 0, newer, RunCourse.Point::intended));
    }

    private static Curve curve(String name, int series, Run run, ToDoubleFunction<RunCourse.Point> clock) {
        List<RunCourse.Point> points = points(run);
        return new Curve(name, series, points.stream().mapToDouble(RunCourse.Point::percentile).toArray(),
                points.stream().mapToDouble(clock).toArray());
    }
}
