package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Trials as points: throughput to the right, latency upwards on a logarithmic scale, the bound as a dashed line with what lies beyond it
/// tinted, the Pareto front of what is feasible as dashed steps. Marks differ in shape as well as colour.
public final class ScatterChart extends CanvasRegion implements Exportable {
    private static final double LEFT = 62;
    private static final double RIGHT = 14;
    private static final double TOP = 12;
    private static final double BOTTOM = 36;
    private static final double REACH = 12;

    /// How a point is drawn.
    public enum Mark {
        INFEASIBLE,
        FEASIBLE,
        BASELINE,
        BEST
    }

    /// One trial.
    ///
    /// @param x throughput, requests per second
    /// @param y latency, milliseconds, positive
    /// @param title first line of its tooltip
    public record Point(double x, double y, Mark mark, String title) {}

    private List<Point> points = List.of();
    private double bound = Double.NaN;
    private String boundLabel = "";
    private @Nullable Point pointed;
    private @Nullable Point chosen;
    private Consumer<Point> pressed = _ -> {};

    public ScatterChart() {
        setMinSize(160, 140);
        canvas().setOnMouseMoved(event -> point(event.getX(), event.getY()));
        canvas().setOnMouseExited(_ -> point(-1e6, -1e6));
        canvas().setOnMouseClicked(_ -> {
            Point under = pointed;
            if (under != null) {
                pressed.accept(under);
            }
        });
        begin();
    }

    /// Takes the point a person presses.
    public void onPress(Consumer<Point> taken) {
        pressed = taken;
    }

    /// Marks a point with a ring; null takes the mark away.
    public void choose(@Nullable Point point) {
        if (!Objects.equals(chosen, point)) {
            chosen = point;
            redraw();
        }
    }

    /// The point that is marked.
    public Optional<Point> chosen() {
        return Optional.ofNullable(chosen);
    }

    /// @param latencyBound milliseconds, NaN for none
    public void show(List<Point> shown, double latencyBound, String label) {
        points = List.copyOf(shown);
        bound = latencyBound;
        boundLabel = label;
        pointed = null;
        redraw();
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("throughput req/s", "latency ms", "kind", "trial"));
        points.forEach(point -> csv.line(List.of(point.x, point.y, point.mark.name().toLowerCase(java.util.Locale.ROOT), point.title)));
        return csv.toString();
    }

    private void point(double x, double y) {
        ValueScale across = across();
        ValueScale up = up();
        pointed = points.stream().filter(point -> Math.hypot(x(across, point.x) - x, y(up, point.y) - y) < REACH).findFirst().orElse(null);
        redraw();
    }

    /// Logarithmic where throughputs span more than a decade, or the slow ones would lie on one spot.
    private ValueScale across() {
        return across(points);
    }

    static ValueScale across(List<Point> points) {
        double least = points.stream().mapToDouble(Point::x).filter(x -> x > 0).min().orElse(1);
        double greatest = points.stream().mapToDouble(Point::x).max().orElse(100);
        return greatest > 10 * least ? ValueScale.rounded(least, greatest) : ValueScale.linear(greatest);
    }

    private ValueScale up() {
        double least = points.stream().mapToDouble(Point::y).min().orElse(10);
        double greatest = points.stream().mapToDouble(Point::y).max().orElse(1000);
        return Double.isNaN(bound)
                ? ValueScale.rounded(least, greatest)
                : ValueScale.rounded(Math.min(least, bound / 1.5), Math.max(greatest, bound * 1.5));
    }

    private double x(ValueScale scale, double value) {
        return LEFT + scale.share(value) * (getWidth() - LEFT - RIGHT);
    }

    private double y(ValueScale scale, double value) {
        return TOP + (1 - Math.clamp(scale.share(value), 0, 1)) * (getHeight() - TOP - BOTTOM);
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        if (canvas().getWidth() < LEFT + RIGHT + 10 || canvas().getHeight() < TOP + BOTTOM + 10) {
            return;
        }
        ValueScale across = across();
        ValueScale up = up();
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        drawBound(g, palette, up);
        drawGrid(g, palette, across, up);
        drawFront(g, palette, across, up);
        drawBoundLabel(g, palette, up);
        // In the order of the marks, so that nothing hides the best or the baseline.
        points.stream().sorted(Comparator.comparing(Point::mark))
                .forEach(point -> drawPoint(g, palette, x(across, point.x), y(up, point.y), point.mark));
        Point ringed = chosen;
        if (ringed != null) {
            double x = x(across, ringed.x);
            double y = y(up, ringed.y);
            g.setStroke(palette.accent());
            g.setLineWidth(2);
            g.strokeOval(x - 12, y - 12, 24, 24);
        }
        Point hovered = pointed;
        if (hovered != null) {
            drawTooltip(g, palette, hovered, x(across, hovered.x), y(up, hovered.y));
        }
    }

    private void drawGrid(GraphicsContext g, Palette palette, ValueScale across, ValueScale up) {
        g.setStroke(palette.grid());
        g.setLineWidth(1);
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        double lowest = Double.MAX_VALUE;
        for (double tick : LogTicks.of(up.low(), up.high(), (getHeight() - TOP - BOTTOM) / 26)) {
            double y = Math.round(y(up, tick)) + 0.5;
            g.strokeLine(LEFT, y, getWidth() - RIGHT, y);
            g.fillText(LogTicks.words(tick, tick < lowest), LEFT - 8, y);
            lowest = Math.min(lowest, tick);
        }
        g.setTextAlign(TextAlignment.CENTER);
        List<Double> ticks = across.logarithmic()
                ? LogTicks.of(across.low(), across.high(), (getWidth() - LEFT - RIGHT) / 44)
                : across.ticks();
        for (double tick : ticks) {
            double x = Math.round(x(across, tick)) + 0.5;
            g.strokeLine(x, TOP, x, getHeight() - BOTTOM);
            g.fillText(Formats.number(tick), x, getHeight() - BOTTOM + 12);
        }
        g.fillText("throughput of correct answers, req/s" + (across.logarithmic() ? ", logarithmic" : ""),
                LEFT + (getWidth() - LEFT - RIGHT) / 2, getHeight() - 9);
        g.save();
        g.translate(11, TOP + (getHeight() - TOP - BOTTOM) / 2);
        g.rotate(-90);
        g.fillText("p95 latency", 0, 0);
        g.restore();
    }

    private void drawBound(GraphicsContext g, Palette palette, ValueScale up) {
        if (Double.isNaN(bound)) {
            return;
        }
        double y = Math.round(y(up, bound)) + 0.5;
        g.setFill(palette.danger().deriveColor(0, 1, 1, 0.10));
        g.fillRect(LEFT, TOP, getWidth() - LEFT - RIGHT, Math.max(0, y - TOP));
        g.setStroke(palette.text());
        g.setLineWidth(1);
        g.setLineDashes(4, 4);
        g.strokeLine(LEFT, y, getWidth() - RIGHT, y);
        g.setLineDashes();
    }

    /// Over the grid, so that no line crosses its words.
    private void drawBoundLabel(GraphicsContext g, Palette palette, ValueScale up) {
        if (!Double.isNaN(bound)) {
            double y = Math.round(y(up, bound)) + 0.5;
            LogTicks.label(g, palette, boundLabel, LEFT + 8, y - 9 < TOP ? y + 10 : y - 10, TextAlignment.LEFT);
        }
    }

    /// Steps from each to the next.
    private void drawFront(GraphicsContext g, Palette palette, ValueScale across, ValueScale up) {
        List<Point> front = front(points);
        g.setStroke(palette.of(SeriesColor.ACTUAL));
        g.setLineWidth(1.25);
        g.setLineDashes(3, 3);
        for (int i = 1; i < front.size(); i++) {
            double y = y(up, front.get(i - 1).y);
            double x = x(across, front.get(i).x);
            g.strokeLine(x(across, front.get(i - 1).x), y, x, y);
            g.strokeLine(x, y, x, y(up, front.get(i).y));
        }
        points.stream().filter(point -> point.mark == Mark.BEST).reduce((_, last) -> last).ifPresent(best -> {
            g.setStroke(palette.success());
            g.strokeLine(x(across, best.x), y(up, best.y) + 9, x(across, best.x), getHeight() - BOTTOM);
        });
        g.setLineDashes();
    }

    /// The feasible points than which none has both more throughput and less latency, by throughput.
    static List<Point> front(List<Point> points) {
        List<Point> front = new ArrayList<>();
        points.stream().filter(point -> point.mark == Mark.FEASIBLE || point.mark == Mark.BEST)
                .sorted(Comparator.comparingDouble(Point::x).reversed().thenComparingDouble(Point::y)).forEach(point -> {
                    if (front.isEmpty() || point.y < front.getLast().y) {
                        front.add(point);
                    }
                });
        return front.reversed();
    }

    private static void drawPoint(GraphicsContext g, Palette palette, double x, double y, Mark mark) {
        switch (mark) {
            case FEASIBLE -> {
                g.setFill(palette.of(SeriesColor.ACTUAL));
                g.fillOval(x - 4, y - 4, 8, 8);
            }
            case INFEASIBLE -> {
                g.setStroke(palette.of(SeriesColor.FORECAST));
                g.setLineWidth(1.75);
                g.strokeLine(x - 4, y - 4, x + 4, y + 4);
                g.strokeLine(x - 4, y + 4, x + 4, y - 4);
            }
            case BASELINE -> {
                g.setFill(palette.text());
                g.fillPolygon(new double[]{x, x + 6, x, x - 6}, new double[]{y - 6, y, y + 6, y}, 4);
            }
            case BEST -> {
                g.setFill(palette.success());
                g.fillOval(x - 5, y - 5, 10, 10);
                g.setStroke(palette.success());
                g.setLineWidth(2);
                g.strokeOval(x - 9, y - 9, 18, 18);
            }
        }
    }

    private void drawTooltip(GraphicsContext g, Palette palette, Point point, double x, double y) {
        double width = 190;
        double left = x + 14 + width > getWidth() ? x - 14 - width : x + 14;
        double top = Math.clamp(y - 22, TOP, Math.max(TOP, getHeight() - BOTTOM - 44));
        g.setFill(palette.overlay());
        g.setStroke(palette.borderStrong());
        g.setLineWidth(1);
        g.fillRoundRect(left, top, width, 42, 8, 8);
        g.strokeRoundRect(left, top, width, 42, 8, 8);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.text());
        g.fillText(point.title, left + 10, top + 13);
        g.setFill(palette.muted());
        g.fillText(Formats.number(point.x) + " req/s, p95 " + Formats.number(point.y) + " ms", left + 10, top + 30);
    }
}
