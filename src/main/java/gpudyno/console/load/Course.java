package gpudyno.console.load;

import gpudyno.console.chart.Line;
import gpudyno.console.chart.Line.Style;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunReport;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// How a run went over time: while it runs as its node's meters tell, once ended as its own report does.
///
/// @param fromTheIntendedTime whether latency is counted from the intended send time; the node's meters know only its own time
record Course(Instant from, Instant to, List<Moment> moments, boolean fromTheIntendedTime) {
    /// One stretch of a run, rates per second, milliseconds; NaN where nothing was measured.
    record Moment(Instant end, Duration length, double offered, double achieved, double errors, double p50, double p95, double p99) {}

    static Course live(Run run, List<Frame> frames) {
        Instant last = frames.isEmpty() ? run.started().plusSeconds(1) : frames.getLast().end();
        return new Course(run.started(), last, frames.stream().map(Course::moment).toList(), false);
    }

    private static Moment moment(Frame frame) {
        double correct = DerivedMeters.of(frame).getOrDefault(DerivedMeters.THROUGHPUT, 0.0);
        var response = frame.distribution(Meters.RESPONSE.id());
        return new Moment(frame.end(), frame.length(), frame.rate(Meters.OFFERED.id()), correct,
                Math.max(0, DerivedMeters.requests(frame) / frame.seconds() - correct), response.percentile(50), response.percentile(95),
                response.percentile(99));
    }

    /// Empty for a run that ended without a report or without its course.
    static Optional<Course> ended(Run run) {
        RunReport report = run.report();
        RunCourse course = report == null ? null : report.course();
        if (course == null || run.ended() == null) {
            return Optional.empty();
        }
        List<Moment> moments = new ArrayList<>();
        double seconds = course.columnSeconds();
        Duration length = Duration.ofMillis(Math.round(seconds * 1000));
        for (RunCourse.Column column : course.columns()) {
            Instant end = run.started().plus(length.multipliedBy(moments.size() + 1L));
            moments.add(new Moment(end, length, column.offered() / seconds, column.correct() / seconds, column.errors() / seconds,
                    orNaN(column.p50()), orNaN(column.p95()), orNaN(column.p99())));
        }
        Instant last = moments.isEmpty() ? run.ended() : moments.getLast().end();
        return Optional.of(new Course(run.started(), last, moments, true));
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    List<Line> rates() {
        return List.of(line("achieved", 0, Style.AREA, Moment::achieved), line("offered", 1, Style.DASHED, Moment::offered),
                line("errors", 5, Style.LINE, Moment::errors));
    }

    List<Line> latencies() {
        return List.of(line("p99", 3, Style.LINE, Moment::p99), line("p95", 1, Style.LINE, Moment::p95),
                line("p50", 0, Style.LINE, Moment::p50));
    }

    private Line line(String name, int series, Style style, ToDoubleFunction<Moment> value) {
        return new Line(name, series, style, moments.stream().mapToLong(moment -> moment.end().toEpochMilli()).toArray(),
                moments.stream().mapToLong(moment -> moment.length().toMillis()).toArray(), moments.stream().mapToDouble(value).toArray());
    }
}
