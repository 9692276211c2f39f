package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// One figure over equal parts of a period, as an area under a line; parts without the figure are hatched, with words of why. A dashed line is
/// the target.
public final class CourseChart extends CanvasRegion implements Exportable {
    private static final double LEFT = 52;
    private static final double RIGHT = 12;
    private static final double TOP = 10;
    private static final double BOTTOM = 22;
    private static final double EDGE = 26;
    private static final double ROOM_FOR_WORDS = 110;

    /// @param value NaN where there is none
    public record Point(Instant from, double value) {}

    /// What is drawn.
    ///
    /// @param to end of the last point's part
    /// @param target NaN for none
    /// @param words how values are written
    /// @param gap why parts are without a figure
    public record Course(String figure, List<Point> points, Instant to, double target, String targetWords, DoubleFunction<String> words,
            String gap) {
        public Course {
            points = List.copyOf(points);
        }
    }

    private final SeriesColor color;
    private Course course = new Course("", List.of(), Instant.EPOCH, Double.NaN, "", Double::toString, "");
    private double pointedX = Double.NaN;

    public CourseChart(SeriesColor color) {
        this.color = color;
        setMinSize(120, 90);
        canvas().setOnMouseMoved(event -> point(event.getX()));
        canvas().setOnMouseExited(_ -> point(Double.NaN));
        begin();
    }

    private void point(double x) {
        pointedX = x;
        redraw();
    }

    public void show(Course now) {
        course = now;
        setAccessibleText(now.figure());
        redraw();
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("from", course.figure));
        course.points.forEach(point -> csv.line(List.of(point.from, Double.isNaN(point.value) ? "" : point.value)));
        return csv.toString();
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        PlotArea plot = new PlotArea(LEFT, TOP, getWidth() - RIGHT, getHeight() - BOTTOM);
        if (!plot.isOpen() || course.points.isEmpty()) {
            return;
        }
        TimeAxis time = new TimeAxis(course.points.getFirst().from.toEpochMilli(), course.to.toEpochMilli(), plot.left(), plot.width());
        double greatest = course.points.stream().mapToDouble(Point::value).filter(Double::isFinite).max().orElse(0);
        ValueScale scale = ValueScale.linear(1.05 * (Double.isNaN(course.target) ? greatest : Math.max(greatest, course.target)));
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        grid(g, palette, plot, time, scale);
        int start = 0;
        while (start < course.points.size()) {
            boolean known = Double.isFinite(course.points.get(start).value);
            int end = start;
            while (end < course.points.size() && known == Double.isFinite(course.points.get(end).value)) {
                end++;
            }
            if (known) {
                piece(g, palette, plot, time, scale, start, end);
            } else {
                gap(g, palette, plot, time.x(course.points.get(start).from.toEpochMilli()), time.x(end(end - 1)));
            }
            start = end;
        }
        target(g, palette, plot, scale);
        pointed(g, palette, plot, time);
    }

    private long end(int index) {
        return index + 1 < course.points.size() ? course.points.get(index + 1).from.toEpochMilli() : course.to.toEpochMilli();
    }

    private void grid(GraphicsContext g, Palette palette, PlotArea plot, TimeAxis time, ValueScale scale) {
        g.setStroke(palette.grid());
        g.setLineWidth(1);
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        for (double tick : scale.ticks()) {
            double y = Math.round(plot.y(scale, tick)) + 0.5;
            g.strokeLine(plot.left(), y, plot.right(), y);
            g.fillText(course.words.apply(tick), plot.left() - 8, y);
        }
        g.setTextAlign(TextAlignment.CENTER);
        for (long tick : time.ticks(TimeWords.midnight(time.from()))) {
            if (time.x(tick) > plot.left() + EDGE && time.x(tick) < plot.right() - EDGE) {
                g.fillText(TimeWords.tick(tick, time.to() - time.from()), time.x(tick), plot.bottom() + 12);
            }
        }
    }

    private void piece(GraphicsContext g, Palette palette, PlotArea plot, TimeAxis time, ValueScale scale, int start, int end) {
        Color line = palette.of(color);
        int count = end - start;
        double[] xs = new double[count + 2];
        double[] ys = new double[count + 2];
        for (int i = 0; i < count; i++) {
            Point point = course.points.get(start + i);
            xs[i] = time.x((point.from.toEpochMilli() + end(start + i)) / 2.0);
            ys[i] = plot.y(scale, point.value);
        }
        xs[count] = xs[count - 1];
        ys[count] = plot.bottom();
        xs[count + 1] = xs[0];
        ys[count + 1] = plot.bottom();
        g.setFill(palette.subtle(line));
        g.fillPolygon(xs, ys, count + 2);
        g.setStroke(line);
        g.setLineWidth(1.75);
        g.setLineDashes();
        if (count == 1) {
            g.setFill(line);
            g.fillOval(xs[0] - 2.5, ys[0] - 2.5, 5, 5);
        } else {
            g.strokePolyline(xs, ys, count);
        }
    }

    private void gap(GraphicsContext g, Palette palette, PlotArea plot, double from, double to) {
        plot.hatch(g, palette, from, to);
        if (to - from > ROOM_FOR_WORDS) {
            LogTicks.label(g, palette, course.gap, (from + to) / 2, plot.top() + plot.height() / 2, TextAlignment.CENTER);
        }
    }

    private void target(GraphicsContext g, Palette palette, PlotArea plot, ValueScale scale) {
        if (Double.isNaN(course.target)) {
            return;
        }
        double y = Math.round(plot.y(scale, course.target)) + 0.5;
        g.setStroke(palette.text());
        g.setLineWidth(1);
        g.setLineDashes(4, 4);
        g.strokeLine(plot.left(), y, plot.right(), y);
        g.setLineDashes();
        LogTicks.label(g, palette, course.targetWords, plot.left() + 8, y - 9, TextAlignment.LEFT);
    }

    private void pointed(GraphicsContext g, Palette palette, PlotArea plot, TimeAxis time) {
        if (!(pointedX >= plot.left() && pointedX <= plot.right())) {
            return;
        }
        long at = time.time(pointedX);
        for (int i = 0; i < course.points.size(); i++) {
            Point point = course.points.get(i);
            if (at >= point.from.toEpochMilli() && at < end(i)) {
                g.setStroke(palette.muted());
                g.setLineWidth(1);
                g.strokeLine(pointedX, plot.top(), pointedX, plot.bottom());
                Tooltip tooltip = new Tooltip(TimeWords.pointed(point.from.toEpochMilli(), time.to() - time.from()));
                tooltip.line(course.figure, Double.isFinite(point.value) ? course.words.apply(point.value) : course.gap);
                tooltip.draw(g, palette, pointedX, plot.right(), plot.top(), 190);
                return;
            }
        }
    }
}
