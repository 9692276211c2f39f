package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Requests as points: when they came to the right, how long they took upwards on a logarithmic scale. Kinds differ in shape as well as
/// colour; the chosen one has a ring.
public final class DurationChart extends CanvasRegion implements Exportable {
    private static final double LEFT = 54;
    private static final double RIGHT = 12;
    private static final double TOP = 8;
    private static final double BOTTOM = 20;
    private static final double REACH = 10;

    /// Why a request stands out. What comes later is drawn over what comes before.
    public enum Mark {
        ORDINARY,
        SLOW,
        ANOMALOUS,
        FAILED
    }

    /// @param millis how long it took, positive
    public record Point(String id, Instant at, double millis, Mark mark) {}

    private List<Point> points = List.of();
    private Instant from = Instant.EPOCH;
    private Instant to = Instant.EPOCH.plusSeconds(1);
    private double slow = Double.NaN;
    private @Nullable Point pointed;
    private String chosen = "";
    private Consumer<Point> pressed = _ -> {};

    public DurationChart() {
        setMinSize(160, 100);
        setAccessibleText("Requests by time and duration");
        canvas().setOnMouseMoved(event -> point(event.getX(), event.getY()));
        canvas().setOnMouseExited(_ -> point(-1e6, -1e6));
        canvas().setOnMouseClicked(_ -> Optional.ofNullable(pointed).ifPresent(pressed));
        begin();
    }

    /// Takes the point a person presses.
    public void onPress(Consumer<Point> taken) {
        pressed = taken;
    }

    /// Puts the ring around the request of an id.
    public void choose(String id) {
        chosen = id;
        redraw();
    }

    /// @param first left edge
    /// @param last right edge, after `first`
    /// @param slowMillis where requests begin to count as slow; NaN for no line
    public void show(List<Point> shown, Instant first, Instant last, double slowMillis) {
        points = shown.stream().sorted(Comparator.comparing(Point::mark)).toList();
        from = first;
        to = last;
        slow = slowMillis;
        pointed = null;
        redraw();
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("time", "duration ms", "kept as", "trace"));
        points.forEach(point -> csv.line(List.of(point.at, point.millis, point.mark.name().toLowerCase(Locale.ROOT), point.id)));
        return csv.toString();
    }

    private TimeAxis time() {
        return new TimeAxis(from.toEpochMilli(), to.toEpochMilli(), LEFT, getWidth() - LEFT - RIGHT);
    }

    private ValueScale scale() {
        double least = points.stream().mapToDouble(Point::millis).filter(millis -> millis > 0).min().orElse(10);
        double most = points.stream().mapToDouble(Point::millis).max().orElse(1000);
        return Double.isNaN(slow)
                ? ValueScale.rounded(least, most)
                : ValueScale.rounded(Math.min(least, slow / 3), Math.max(most, slow * 3));
    }

    private double y(ValueScale scale, double millis) {
        return TOP + (1 - Math.clamp(scale.share(millis), 0, 1)) * (getHeight() - TOP - BOTTOM);
    }

    private void point(double x, double y) {
        TimeAxis time = time();
        ValueScale scale = scale();
        Point under = points.stream()
                .filter(one -> Math.hypot(time.x(one.at.toEpochMilli()) - x, y(scale, one.millis) - y) < REACH)
                .min(Comparator.comparingDouble(one -> Math.hypot(time.x(one.at.toEpochMilli()) - x, y(scale, one.millis) - y)))
                .orElse(null);
        if (!Objects.equals(under, pointed)) {
            pointed = under;
            redraw();
        }
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        if (canvas().getWidth() < LEFT + RIGHT + 10 || canvas().getHeight() < TOP + BOTTOM + 10) {
            return;
        }
        TimeAxis time = time();
        ValueScale scale = scale();
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        drawGrid(g, palette, time, scale);
        points.stream().filter(point -> time.holds(point.at.toEpochMilli()))
                .forEach(point -> drawMark(g, palette, time.x(point.at.toEpochMilli()), y(scale, point.millis), point.mark));
        drawSlow(g, palette, scale);
        points.stream().filter(point -> point.id.equals(chosen)).findFirst().ifPresent(point -> {
            g.setStroke(palette.text());
            g.setLineWidth(2);
            g.strokeOval(time.x(point.at.toEpochMilli()) - 6, y(scale, point.millis) - 6, 12, 12);
        });
        Point hovered = pointed;
        if (hovered != null) {
            Tooltip tooltip = new Tooltip(TimeWords.pointed(hovered.at.toEpochMilli(), to.toEpochMilli() - from.toEpochMilli()));
            tooltip.line(hovered.mark.name().toLowerCase(Locale.ROOT), Formats.quantity(hovered.millis, "ms").toString());
            tooltip.draw(g, palette, time.x(hovered.at.toEpochMilli()), getWidth() - RIGHT, TOP, 130);
        }
    }

    private void drawGrid(GraphicsContext g, Palette palette, TimeAxis time, ValueScale scale) {
        g.setStroke(palette.grid());
        g.setLineWidth(1);
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        for (double tick : LogTicks.of(scale.low(), scale.high(), (getHeight() - TOP - BOTTOM) / 22)) {
            double y = Math.round(y(scale, tick)) + 0.5;
            g.strokeLine(LEFT, y, getWidth() - RIGHT, y);
            g.fillText(LogTicks.words(tick, true), LEFT - 8, y);
        }
        g.setTextAlign(TextAlignment.CENTER);
        for (long tick : time.ticks(TimeWords.midnight(time.from()))) {
            g.fillText(TimeWords.tick(tick, time.to() - time.from()), time.x(tick), getHeight() - BOTTOM + 11);
        }
    }

    private void drawSlow(GraphicsContext g, Palette palette, ValueScale scale) {
        if (Double.isNaN(slow)) {
            return;
        }
        double y = Math.round(y(scale, slow)) + 0.5;
        g.setStroke(palette.muted());
        g.setLineDashes(4, 4);
        g.strokeLine(LEFT, y, getWidth() - RIGHT, y);
        g.setLineDashes();
        LogTicks.label(g, palette, "slow over " + Formats.quantity(slow, "ms"), LEFT + 6, y - 9, TextAlignment.LEFT);
    }

    private static void drawMark(GraphicsContext g, Palette palette, double x, double y, Mark mark) {
        switch (mark) {
            case ORDINARY -> {
                g.setStroke(palette.of(SeriesColor.ACTUAL));
                g.setLineWidth(1);
                g.strokeOval(x - 2, y - 2, 4, 4);
            }
            case SLOW -> {
                g.setFill(palette.of(SeriesColor.FORECAST));
                g.fillOval(x - 2.5, y - 2.5, 5, 5);
            }
            case ANOMALOUS -> {
                g.setFill(palette.of(SeriesColor.EXTREME));
                g.fillPolygon(new double[]{x, x + 3.5, x, x - 3.5}, new double[]{y - 3.5, y, y + 3.5, y}, 4);
            }
            case FAILED -> {
                g.setStroke(palette.danger());
                g.setLineWidth(1.5);
                g.strokeLine(x - 3, y - 3, x + 3, y + 3);
                g.strokeLine(x - 3, y + 3, x + 3, y - 3);
            }
        }
    }
}
