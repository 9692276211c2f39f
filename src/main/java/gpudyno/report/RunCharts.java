package gpudyno.report;

import gpudyno.model.load.RunCourse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/// A load run's course as SVG.
final class RunCharts {
    private static final int WIDTH = 520;
    private static final int WIDE = 1060;
    private static final int HEIGHT = 240;
    private static final int LEFT = 56;

    private final RunCourse course;

    RunCharts(RunCourse course) {
        this.course = course;
    }

    /// Requests offered and answered correctly each second, and what failed.
    String rates() {
        double highest = course.columns().stream().mapToDouble(column -> Math.max(column.offered(), column.correct())).max().orElse(1);
        Axis x = time(WIDTH);
        Axis y = Axis.linear(highest / course.columnSeconds(), HEIGHT - 36, 12);
        Html svg = open("Offered and achieved rate over time", WIDTH);
        frame(svg, x, y, WIDTH, "seconds · requests a second upward");
        line(svg, x, y, column -> column.offered() / course.columnSeconds(), "s2", "offered");
        line(svg, x, y, column -> column.correct() / course.columnSeconds(), "s1", "achieved");
        if (course.columns().stream().anyMatch(column -> column.errors() > 0)) {
            line(svg, x, y, column -> column.errors() / course.columnSeconds(), "bad", "errors");
            legend(svg, "s2", "offered", "s1", "achieved", "bad", "errors");
        } else {
            legend(svg, "s2", "offered", "s1", "achieved");
        }
        return svg.raw("</svg>").toString();
    }

    private Axis time(int width) {
        return new Axis(0, Math.max(1, course.columns().size() * course.columnSeconds()), LEFT, width - 12, false);
    }

    private static Html open(String label, int width) {
        return new Html().format("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", width, HEIGHT).text(label).raw("\">");
    }

    private static void frame(Html svg, Axis x, Axis y, int width, String caption) {
        for (double tick : y.ticks()) {
            svg.format("<path class=\"grid\" d=\"M%1$d %2$.1fH%3$d\"/><text x=\"50\" y=\"%4$.1f\" text-anchor=\"end\">", LEFT, y.at(tick),
                    width - 12, y.at(tick) + 4).text(Axis.label(tick)).raw("</text>");
        }
        for (double tick : x.ticks()) {
            svg.format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x.at(tick), HEIGHT - 20).text(Axis.label(tick)).raw("</text>");
        }
        svg.format("<path class=\"axis\" d=\"M%1$d %2$dH%3$d\"/>", LEFT, HEIGHT - 36, width - 12);
        svg.format("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", width - 12, HEIGHT - 4).text(caption).raw("</text>");
    }

    private void line(Html svg, Axis x, Axis y, ToDoubleFunction<RunCourse.Column> figure, String style, String title) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < course.columns().size(); i++) {
            double value = figure.applyAsDouble(course.columns().get(i));
            if (!Double.isNaN(value)) {
                points.add(String.format(Locale.ROOT, "%.1f %.1f", x.at((i + 0.5) * course.columnSeconds()), y.at(value)));
            }
        }
        svg.raw("<path class=\"line " + style + "\" d=\"M" + String.join("L", points) + "\">").element("title", title).raw("</path>");
    }

    /// Pairs of a style and a name, from the left.
    private static void legend(Html svg, String... entries) {
        for (int i = 0; i < entries.length; i += 2) {
            int at = LEFT + i / 2 * 84;
            svg.format("<path class=\"line %s\" d=\"M%d %dh14\"/><text x=\"%d\" y=\"%d\">", entries[i], at, HEIGHT - 8, at + 18, HEIGHT - 4)
                    .text(entries[i + 1]).raw("</text>");
        }
    }

    /// Latency over time: a cell a column and bucket, the darker the larger its share of the column's answers; p50 and p99 drawn over it.
    String heatMap() {
        List<Double> bounds = course.bucketBounds();
        Axis x = time(WIDE);
        Axis y = new Axis(bounds.getFirst() / Math.pow(10, 0.125), bounds.getLast(), HEIGHT - 36, 12, true);
        Html svg = open("Latency from the intended send time, over time", WIDE);
        double width = (x.to() - x.from()) / Math.max(1, course.columns().size());
        for (int i = 0; i < course.columns().size(); i++) {
            RunCourse.Column column = course.columns().get(i);
            for (int b = 0; b < bounds.size(); b++) {
                long count = column.latencyCounts().get(b);
                if (count > 0) {
                    double top = y.at(bounds.get(b));
                    double bottom = b == 0 ? y.at(y.low()) : y.at(bounds.get(b - 1));
                    // The square root lets the few slow ones be seen beside the many.
                    svg.format("<rect class=\"heat\" x=\"%.1f\" y=\"%.1f\" width=\"%.2f\" height=\"%.2f\" fill-opacity=\"%.2f\"/>",
                            x.from() + i * width, top, width + 0.3, bottom - top + 0.3,
                            Math.clamp(Math.sqrt((double) count / column.correct()), 0.08, 1));
                }
            }
        }
        logFrame(svg, x, y);
        line(svg, x, y, column -> Objects.requireNonNullElse(column.p50(), Double.NaN), "s3", "p50");
        line(svg, x, y, column -> Objects.requireNonNullElse(column.p99(), Double.NaN), "s2", "p99");
        legend(svg, "s3", "p50", "s2", "p99");
        return svg.raw("</svg>").toString();
    }

    private static void logFrame(Html svg, Axis x, Axis y) {
        for (double tick : y.ticks()) {
            svg.format("<path class=\"grid\" d=\"M%1$d %2$.1fH%3$d\"/><text x=\"50\" y=\"%4$.1f\" text-anchor=\"end\">", LEFT, y.at(tick),
                    WIDE - 12, y.at(tick) + 4).text(Axis.label(tick)).raw("</text>");
        }
        for (double tick : x.ticks()) {
            svg.format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x.at(tick), HEIGHT - 20).text(Axis.label(tick)).raw("</text>");
        }
        svg.format("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">seconds · milliseconds from the intended send upward</text>", WIDE - 12,
                HEIGHT - 4);
    }

    /// The whole distribution on both clocks, the slow end spread out as `log 1/(1 - p)`.
    String percentiles() {
        List<RunCourse.Point> points = course.percentiles();
        double low = Math.max(1e-3, points.getFirst().service());
        Axis x = new Axis(1, 1e4, LEFT, WIDTH - 12, true);
        Axis y = Axis.logarithmic(low, Math.max(low * 2, points.getLast().intended()), HEIGHT - 36, 12);
        Html svg = open("Latency by percentile on both clocks", WIDTH);
        for (double tick : y.ticks()) {
            svg.format("<path class=\"grid\" d=\"M%1$d %2$.1fH%3$d\"/><text x=\"50\" y=\"%4$.1f\" text-anchor=\"end\">", LEFT, y.at(tick),
                    WIDTH - 12, y.at(tick) + 4).text(Axis.label(tick)).raw("</text>");
        }
        for (double percentile : new double[]{0, 50, 90, 99, 99.9, 99.99}) {
            svg.format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">", x.at(tail(percentile)), HEIGHT - 20,
                    percentile > 99.95 ? "end" : percentile == 0 ? "start" : "middle")
                    .text("p" + (percentile == Math.rint(percentile) ? Long.toString(Math.round(percentile)) : Double.toString(percentile)))
                    .raw("</text>");
        }
        curve(svg, x, y, RunCourse.Point::service, "s1");
        curve(svg, x, y, RunCourse.Point::intended, "s2");
        legend(svg, "s2", "intended", "s1", "service");
        svg.format("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">milliseconds upward</text>", WIDTH - 12, HEIGHT - 4);
        return svg.raw("</svg>").toString();
    }

    private static double tail(double percentile) {
        return Math.min(1e4, 1 / Math.max(1e-9, 1 - percentile / 100));
    }

    private void curve(Html svg, Axis x, Axis y, ToDoubleFunction<RunCourse.Point> clock, String style) {
        List<String> points = course.percentiles().stream().map(point -> String.format(Locale.ROOT, "%.1f %.1f",
                x.at(tail(point.percentile())), y.at(clock.applyAsDouble(point)))).toList();
        svg.raw("<path class=\"line " + style + "\" d=\"M" + String.join("L", points) + "\"/>");
    }

    /// A metric of the target on the run's clock.
    String scraped(RunCourse.Scraped series) {
        Axis x = time(WIDTH);
        Axis y = Axis.linear(series.values().stream().mapToDouble(Double::doubleValue).max().orElse(1), HEIGHT - 36, 12);
        Html svg = open(series.name(), WIDTH);
        frame(svg, x, y, WIDTH, "seconds");
        List<String> points = new ArrayList<>();
        for (int i = 0; i < series.values().size(); i++) {
            points.add(String.format(Locale.ROOT, "%.1f %.1f", x.at(series.seconds().get(i)), y.at(series.values().get(i))));
        }
        return svg.raw("<path class=\"line s1\" d=\"M" + String.join("L", points) + "\"/></svg>").toString();
    }
}
