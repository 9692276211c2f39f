package gpudyno.report;

import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunCourse;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Two runs side by side, and what differs between them beyond chance.
///
/// A run's figure is the one its report and every table show. Its difference has a 95 % interval by a bootstrap of both
/// runs' columns in blocks of about the square root of their number (neighbouring seconds are alike); where it excludes 0, the runs
/// differ. It speaks of these two stretches of time: what changes between one day and the next it cannot know.
public final class RunComparison {
    private static final int RESAMPLES = 2000;
    private static final int LEAST_COLUMNS = 5;
    private static final List<Figure> FIGURES = List.of(new Figure("achieved rate", "req/s", true, RunComparison::rate),
            new Figure("errors", "%", false, RunComparison::errors), new Figure("p50", "ms", false, column -> or(column.p50())),
            new Figure("p95", "ms", false, column -> or(column.p95())), new Figure("p99", "ms", false, column -> or(column.p99())));

    private record Figure(String name, String unit, boolean moreIsBetter, ToDoubleFunction<RunCourse.Column> of) {}

    private RunComparison() {
    }

    private static double or(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    private static double rate(RunCourse.Column column) {
        return column.correct();
    }

    private static double errors(RunCourse.Column column) {
        long finished = column.correct() + column.errors();
        return finished == 0 ? Double.NaN : 100.0 * column.errors() / finished;
    }

    /// @throws IllegalArgumentException if a run has no course to compare
    public static List<RunDifference> of(RunReport a, RunReport b) {
        List<RunDifference> all = new ArrayList<>();
        for (Figure figure : FIGURES) {
            double[] left = values(a, figure);
            double[] right = values(b, figure);
            if (left.length > 0 && right.length > 0) {
                all.add(difference(figure, headline(a, figure, left), headline(b, figure, right), left, right));
            }
        }
        return all;
    }

    /// The figure as the report says it; the mean over the course where it does not.
    private static double headline(RunReport report, Figure figure, double[] course) {
        LatencySummary latency = report.latency().intended();
        Double said = switch (figure.name) {
            case "achieved rate" -> (Double) report.achieved().rate();
            case "errors" -> (Double) report.errors().percent();
            case "p50" -> latency == null ? null : (Double) latency.p50();
            case "p95" -> latency == null ? null : (Double) latency.p95();
            case "p99" -> latency == null ? null : (Double) latency.p99();
            default -> null;
        };
        return said == null ? Arrays.stream(course).average().orElseThrow() : said;
    }

    private static double[] values(RunReport report, Figure figure) {
        RunCourse course = report.course();
        if (course == null) {
            throw new IllegalArgumentException("the run has no course over time to compare");
        }
        int first = (int) Math.ceil(report.warmupSeconds() / course.columnSeconds());
        // The last column may be cut short.
        int end = Math.max(first, course.columns().size() - 1);
        double perColumn = figure.name.equals("achieved rate") ? course.columnSeconds() : 1;
        return course.columns().subList(Math.min(first, end), end).stream().mapToDouble(figure.of).map(value -> value / perColumn)
                .filter(value -> !Double.isNaN(value)).toArray();
    }

    private static RunDifference difference(Figure figure, double figureA, double figureB, double[] a, double[] b) {
        if (Math.min(a.length, b.length) < LEAST_COLUMNS) {
            return new RunDifference(figure.name, figure.unit, figureA, figureB, List.of(), false, false);
        }
        SplittableRandom random = new SplittableRandom(1);
        double[] differences = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            differences[i] = resampledMean(b, random) - resampledMean(a, random);
        }
        Arrays.sort(differences);
        double low = differences[(int) (0.025 * RESAMPLES)];
        double high = differences[(int) (0.975 * RESAMPLES)];
        boolean differs = low > 0 || high < 0;
        return new RunDifference(figure.name, figure.unit, figureA, figureB, List.of(low, high), differs,
                differs && low > 0 == figure.moreIsBetter);
    }

    private static double resampledMean(double[] values, SplittableRandom random) {
        int block = Math.max(1, (int) Math.sqrt(values.length));
        double sum = 0;
        for (int i = 0; i < values.length;) {
            int start = random.nextInt(values.length);
            for (int j = 0; j < block && i < values.length; j++, i++) {
                sum += values[(start + j) % values.length];
            }
        }
        return sum / values.length;
    }

    /// What was set otherwise, such as `seed 1 → 2`; of what a report tells.
    public static List<String> settings(RunReport a, RunReport b) {
        List<String> all = new ArrayList<>();
        if (!a.scenario().equals(b.scenario())) {
            all.add("scenario " + a.scenario() + " → " + b.scenario());
        }
        if (a.seed() != b.seed()) {
            all.add("seed " + a.seed() + " → " + b.seed());
        }
        if (Math.abs(a.offered().rate() - b.offered().rate()) > 0.02 * Math.max(a.offered().rate(), b.offered().rate())) {
            all.add(String.format(Locale.ROOT, "offered rate %.1f → %.1f /s", a.offered().rate(), b.offered().rate()));
        }
        if (Math.abs(a.seconds() - b.seconds()) > 0.02 * Math.max(a.seconds(), b.seconds())) {
            all.add(String.format(Locale.ROOT, "measured time %.1f → %.1f s", a.seconds(), b.seconds()));
        }
        if (a.interrupted() != b.interrupted()) {
            all.add(a.interrupted() ? "A was stopped early" : "B was stopped early");
        }
        return all;
    }

    /// As a table for a terminal.
    ///
    /// @param nameA and `nameB` as the reader knows the runs
    public static String text(String nameA, String nameB, List<RunDifference> differences) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%s (A) and %s (B)%n%-14s %12s %12s   %-28s%n", nameA, nameB, "", "A",
                        "B", "B - A, 95 % interval"));
        for (RunDifference one : differences) {
            String interval = one.interval().isEmpty()
                    ? "too short to tell"
                    : String.format(Locale.ROOT, "%+.2f to %+.2f", one.interval().getFirst(), one.interval().getLast());
            text.append(String.format(Locale.ROOT, "%-14s %12.2f %12.2f   %-28s %s%n", one.figure() + " " + one.unit(), one.a(), one.b(),
                    interval,
                    one.interval().isEmpty() ? "" : !one.differs() ? "not told apart" : one.better() ? "B is better" : "B is worse"));
        }
        List<String> differing = differences.stream().filter(RunDifference::differs).map(RunDifference::figure).toList();
        return text.append(differing.isEmpty() ? "Nothing differs beyond chance." : "They differ in " + String.join(", ", differing) + ".")
                .append(System.lineSeparator()).toString();
    }
}
