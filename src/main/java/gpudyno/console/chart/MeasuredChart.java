package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import java.util.List;
import java.util.function.DoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/// What was measured at a few values of a knob: a figure with its interval as dots at the left scale, p95 as diamonds at the right. Lines lead
/// the eye alone: nothing was measured between two points.
public final class MeasuredChart extends CanvasRegion implements Exportable {
    private static final double LEFT = 52;
    private static final double RIGHT = 48;
    private static final double TOP = 12;
    private static final double BOTTOM = 22;
    private static final double EDGE = 14;

    /// @param figure NaN where unknown
    /// @param low lower end of its interval, `figure` without one; likewise `high`
    /// @param p95 ms
    public record Point(double value, double figure, double low, double high, double p95) {}

    private List<Point> points = List.of();
    private DoubleFunction<String> words = Double::toString;
    private double chosen = Double.NaN;

    public MeasuredChart() {
        setMinSize(140, 110);
        setAccessibleText("Measured points");
        begin();
    }

    /// @param ringed the point's value that has a ring; NaN for none
    public void show(List<Point> measured, DoubleFunction<String> figure, double ringed) {
        points = List.copyOf(measured);
        words = figure;
        chosen = ringed;
        redraw();
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("value", "figure", "low", "high", "p95 ms"));
        points.forEach(point -> csv.line(List.of(point.value, point.figure, point.low, point.high, point.p95)));
        return csv.toString();
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        PlotArea plot = new PlotArea(LEFT, TOP, getWidth() - RIGHT, getHeight() - BOTTOM);
        if (!plot.isOpen() || points.isEmpty()) {
            return;
        }
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        ValueScale figures = ValueScale.linear(1.1 * points.stream().mapToDouble(Point::high).filter(Double::isFinite).max().orElse(0));
        ValueScale latency = ValueScale.linear(1.1 * points.stream().mapToDouble(Point::p95).max().orElse(1));
        boolean known = points.stream().anyMatch(point -> Double.isFinite(point.figure));
        g.setLineWidth(1);
        for (int i = 0; i <= 2; i++) {
            double share = i / 2.0;
            double y = Math.round(plot.bottom() - share * plot.height()) + 0.5;
            g.setStroke(palette.grid());
            g.strokeLine(plot.left(), y, plot.right(), y);
            g.setFill(palette.muted());
            g.setTextAlign(TextAlignment.RIGHT);
            if (known) {
                g.fillText(words.apply(share * figures.high()), plot.left() - 8, y);
            }
            g.setTextAlign(TextAlignment.LEFT);
            g.fillText(Formats.number(share * latency.high()) + (i == 2 ? " ms" : ""), plot.right() + 6, y);
        }
        double[] xs = points.stream().mapToDouble(point -> x(plot, point.value)).toArray();
        double[] right = points.stream().mapToDouble(point -> plot.y(latency, point.p95)).toArray();
        g.setStroke(palette.of(SeriesColor.FORECAST));
        g.setLineDashes(4, 3);
        g.strokePolyline(xs, right, xs.length);
        g.setLineDashes();
        g.setFill(palette.of(SeriesColor.FORECAST));
        for (int i = 0; i < xs.length; i++) {
            g.fillPolygon(new double[]{xs[i], xs[i] + 3.5, xs[i], xs[i] - 3.5},
                    new double[]{right[i] - 3.5, right[i], right[i] + 3.5, right[i]}, 4);
        }
        if (known) {
            figures(g, palette, plot, figures, xs);
        }
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.CENTER);
        double free = plot.left() - EDGE;
        for (int i = 0; i < xs.length; i++) {
            if (xs[i] - free > 26) {
                g.fillText(Formats.number(points.get(i).value), xs[i], plot.bottom() + 12);
                free = xs[i];
            }
        }
    }

    private void figures(GraphicsContext g, Palette palette, PlotArea plot, ValueScale scale, double[] xs) {
        double[] ys = points.stream().mapToDouble(point -> plot.y(scale, point.figure)).toArray();
        g.setStroke(palette.of(SeriesColor.ACTUAL));
        g.setLineWidth(1.5);
        g.strokePolyline(xs, ys, xs.length);
        g.setFill(palette.of(SeriesColor.ACTUAL));
        for (int i = 0; i < xs.length; i++) {
            Point point = points.get(i);
            g.strokeLine(xs[i], plot.y(scale, point.low), xs[i], plot.y(scale, point.high));
            g.fillOval(xs[i] - 3.5, ys[i] - 3.5, 7, 7);
            if (point.value == chosen) {
                g.setStroke(palette.success());
                g.strokeOval(xs[i] - 7, ys[i] - 7, 14, 14);
                g.setStroke(palette.of(SeriesColor.ACTUAL));
            }
        }
    }

    private double x(PlotArea plot, double value) {
        double least = points.getFirst().value;
        double most = points.getLast().value;
        return plot.left() + EDGE + (most > least ? (value - least) / (most - least) : 0.5) * (plot.width() - 2 * EDGE);
    }
}
