package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// Misses over the size of a cache, doubling from left to right, with today's size and another one marked. Lines lead the eye between the
/// sizes that were estimated.
public final class SizeCurveChart extends CanvasRegion implements Exportable {
    private static final double LEFT = 44;
    private static final double RIGHT = 24;
    private static final double TOP = 10;
    private static final double BOTTOM = 22;
    private static final double WORDS = 124;

    /// @param bytes above 0
    /// @param miss percent of all input items
    public record Point(long bytes, double miss) {}

    private List<Point> points = List.of();
    private long today;
    private long other;

    public SizeCurveChart() {
        setMinSize(160, 110);
        setAccessibleText("Misses by size of the cache");
        begin();
    }

    /// @param sizes smallest first
    /// @param now today's size, which is one of them
    /// @param chosen another of them, or the same
    public void show(List<Point> sizes, long now, long chosen) {
        points = List.copyOf(sizes);
        today = now;
        other = chosen;
        redraw();
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("bytes", "miss %"));
        points.forEach(point -> csv.line(List.of(point.bytes, point.miss)));
        return csv.toString();
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        PlotArea plot = new PlotArea(LEFT, TOP, getWidth() - RIGHT, getHeight() - BOTTOM);
        if (!plot.isOpen() || points.isEmpty()) {
            return;
        }
        ValueScale scale = ValueScale.linear(points.stream().mapToDouble(Point::miss).max().orElse(1));
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        grid(g, palette, plot, scale);
        double[] xs = points.stream().mapToDouble(point -> x(plot, point.bytes)).toArray();
        double[] ys = points.stream().mapToDouble(point -> plot.y(scale, point.miss)).toArray();
        g.setStroke(palette.of(SeriesColor.ACTUAL));
        g.setLineWidth(2);
        g.strokePolyline(xs, ys, xs.length);
        g.setFill(palette.of(SeriesColor.ACTUAL));
        for (int i = 0; i < xs.length; i++) {
            g.fillOval(xs[i] - 2.5, ys[i] - 2.5, 5, 5);
        }
        boolean close = other != today && Math.abs(x(plot, other) - x(plot, today)) < WORDS;
        mark(g, palette, plot, scale, new Marked(today, "today ", palette.text(), close && today < other, false));
        if (other != today) {
            mark(g, palette, plot, scale, new Marked(other, "", palette.success(), close && other < today, true));
        }
    }

    /// @param left whether its words stand left of its line, where the other's have no room beside them
    private record Marked(long bytes, String before, Color color, boolean left, boolean dashed) {}

    private void grid(GraphicsContext g, Palette palette, PlotArea plot, ValueScale scale) {
        g.setLineWidth(1);
        g.setStroke(palette.grid());
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        for (double tick : scale.ticks()) {
            double y = Math.round(plot.y(scale, tick)) + 0.5;
            g.strokeLine(plot.left(), y, plot.right(), y);
            g.fillText(Formats.number(tick) + (tick == 0 ? " %" : ""), plot.left() - 8, y);
        }
        g.setTextAlign(TextAlignment.CENTER);
        double free = Double.NEGATIVE_INFINITY;
        for (Point point : points) {
            double x = x(plot, point.bytes);
            if (x - free > 64) {
                g.fillText(Formats.bytes(point.bytes).toString(), x, plot.bottom() + 12);
                free = x;
            }
        }
    }

    private void mark(GraphicsContext g, Palette palette, PlotArea plot, ValueScale scale, Marked marked) {
        Optional<Point> found = points.stream().filter(one -> one.bytes == marked.bytes).findFirst();
        if (found.isEmpty()) {
            return;
        }
        Point point = found.get();
        double x = Math.round(x(plot, point.bytes)) + 0.5;
        g.setStroke(marked.color);
        g.setLineWidth(1);
        g.setLineDashes(marked.dashed ? new double[]{4, 3} : new double[0]);
        g.strokeLine(x, plot.top(), x, plot.bottom());
        g.setLineDashes();
        double y = plot.y(scale, point.miss);
        g.setFill(marked.color);
        g.fillOval(x - 4, y - 4, 8, 8);
        boolean left = x + WORDS > plot.right() + RIGHT || (marked.left && x - WORDS > plot.left());
        g.setTextAlign(left ? TextAlignment.RIGHT : TextAlignment.LEFT);
        double at = left ? x - 8 : x + 8;
        g.fillText(marked.before + Formats.bytes(point.bytes), at, plot.top() + 6);
        g.setFill(palette.muted());
        g.fillText("hit " + Math.round(100 - point.miss) + " %, miss " + Math.round(point.miss) + " %", at, plot.top() + 21);
    }

    private double x(PlotArea plot, long bytes) {
        double least = Math.log(points.getFirst().bytes);
        double most = Math.log(points.getLast().bytes);
        return plot.left() + (most > least ? (Math.log(bytes) - least) / (most - least) : 0.5) * plot.width();
    }
}
