package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.model.node.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// Values over time: lines, areas, steps and dashes over a few grid lines, a dashed target, hatched gaps where nothing was measured.
public final class TimeChart extends CanvasRegion implements Exportable {
    private static final double LEFT = 44;
    private static final double RIGHT = 12;
    private static final double RIGHT_AXIS = 32;
    private static final double TOP = 10;
    private static final double BOTTOM = 22;
    private static final double TOOLTIP_WIDTH = 170;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm");

    private final String unit;
    private final Crosshair crosshair;
    private List<Line> lines = List.of();
    private long from;
    private long to = 1;
    private double target = Double.NaN;
    private String targetLabel = "";
    private double least;
    private List<Line> rightLines = List.of();
    private double cap = Double.NaN;
    private String capLabel = "";
    private List<Band> bands = List.of();
    private EventMarks events = new EventMarks(List.of());
    private OptionalLong origin = OptionalLong.empty();
    private OptionalLong now = OptionalLong.empty();
    private String nowLabel = "";

    /// A stretch of time that is marked, epoch milliseconds.
    public record Band(long from, long to) {}

    /// @param unit of the axis and tooltip
    /// @param crosshair shared with the other charts of the page
    public TimeChart(String unit, Crosshair crosshair) {
        this.unit = unit;
        this.crosshair = crosshair;
        setMinSize(120, 90);
        crosshair.onMove(this::redraw);
        canvas().setOnMouseMoved(event -> crosshair.point(axis().time(event.getX()), this));
        canvas().setOnMouseExited(_ -> crosshair.point(null, null));
        begin();
    }

    /// A dashed line across; NaN for none.
    public void target(double value, String label) {
        target = value;
        targetLabel = label;
        redraw();
    }

    /// The axis reaches at least this far, however small the values are.
    public TimeChart atLeast(double value) {
        least = value;
        return this;
    }

    /// Lines on an axis of their own at the right, and how far they can go; NaN where that is not known.
    public void right(List<Line> shown, double highest, String label) {
        rightLines = List.copyOf(shown);
        cap = highest;
        capLabel = label;
    }

    /// Stretches that are tinted, such as those beyond a target.
    public void bands(List<Band> marked) {
        bands = List.copyOf(marked);
    }

    /// What happened meanwhile, marked on the time axis.
    public void events(List<Event> happened) {
        events = new EventMarks(happened);
    }

    /// @param fromMillis left edge, epoch milliseconds
    public void show(long fromMillis, long toMillis, List<Line> shown) {
        from = fromMillis;
        to = toMillis;
        lines = List.copyOf(shown);
        redraw();
    }

    /// Labels the axis with the time since an origin, epoch milliseconds, instead of the time of day.
    public TimeChart since(long moment) {
        origin = OptionalLong.of(moment);
        return this;
    }

    /// Marks where what was measured ends and what is planned begins; epoch milliseconds.
    public void now(OptionalLong moment, String label) {
        now = moment;
        nowLabel = label;
    }

    @Override
    public String csv() {
        return LineTable.csv(Stream.concat(lines.stream(), rightLines.stream()).toList(), unit);
    }

    private TimeAxis axis() {
        return new TimeAxis(from, Math.max(to, from + 1), LEFT, Math.max(1, getWidth() - LEFT - right()));
    }

    private double right() {
        return rightLines.isEmpty() ? RIGHT : RIGHT_AXIS;
    }

    private double plotHeight() {
        return Math.max(1, getHeight() - TOP - BOTTOM);
    }

    private ValueScale scale() {
        double greatest = Double.isNaN(target) ? least : Math.max(least, target * 1.15);
        for (Line line : lines) {
            for (double value : line.values()) {
                greatest = value > greatest ? value : greatest;
            }
        }
        return ValueScale.linear(greatest);
    }

    private ValueScale rightScale() {
        double greatest = Double.isNaN(cap) ? 1 : cap * 1.25;
        for (Line line : rightLines) {
            greatest = Math.max(greatest, Arrays.stream(line.values()).filter(Double::isFinite).max().orElse(0));
        }
        return ValueScale.linear(greatest);
    }

    private double y(ValueScale scale, double value) {
        return TOP + plotHeight() * (1 - Math.clamp(scale.share(value), 0, 1));
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        if (canvas().getWidth() < LEFT + RIGHT + 10 || canvas().getHeight() < TOP + BOTTOM + 10) {
            return;
        }
        TimeAxis axis = axis();
        ValueScale scale = scale();
        g.setFont(Fonts.regular(11));
        drawGrid(g, palette, axis, scale);
        lines.forEach(line -> drawGaps(g, palette, axis, line));
        drawBands(g, palette, axis);
        drawNow(g, palette, axis);
        lines.forEach(line -> drawLine(g, palette, axis, scale, line));
        drawRight(g, palette, axis);
        drawTarget(g, palette, scale);
        events.draw(g, palette, axis, TOP, plotHeight());
        drawCrosshair(g, palette, axis, scale);
    }

    private void drawGrid(GraphicsContext g, Palette palette, TimeAxis axis, ValueScale scale) {
        g.setLineWidth(1);
        g.setLineDashes();
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        for (double tick : scale.ticks()) {
            double y = Math.round(y(scale, tick)) + 0.5;
            g.setStroke(palette.grid());
            g.strokeLine(LEFT, y, LEFT + axis.width(), y);
            g.setFill(palette.muted());
            g.fillText(tick == 0 ? "0 " + unit : Formats.number(tick), LEFT - 8, y);
        }
        g.setTextAlign(TextAlignment.CENTER);
        for (long tick : axis.ticks(origin.orElse(0))) {
            double x = axis.x(tick);
            if (x > LEFT + (origin.isPresent() ? -1 : 24) && x < LEFT + axis.width() - 20) {
                g.fillText(words(tick, to - from <= 300_000 ? CLOCK : MINUTES), Math.max(x, LEFT + 8), getHeight() - BOTTOM / 2);
            }
        }
    }

    private String words(long time, DateTimeFormatter format) {
        return origin.isPresent()
                ? Formats.clock(Duration.ofMillis(time - origin.getAsLong()))
                : format.format(Instant.ofEpochMilli(time).atZone(ZoneId.systemDefault()));
    }

    private void drawNow(GraphicsContext g, Palette palette, TimeAxis axis) {
        if (now.isEmpty() || now.getAsLong() < from || now.getAsLong() >= to) {
            return;
        }
        double x = Math.round(axis.x(now.getAsLong())) + 0.5;
        g.setFill(palette.background().deriveColor(0, 1, 1, 0.35));
        g.fillRect(x, TOP, LEFT + axis.width() - x, plotHeight());
        g.setStroke(palette.muted());
        g.setLineWidth(1);
        g.setLineDashes();
        g.strokeLine(x, TOP, x, TOP + plotHeight());
        g.setFill(palette.muted());
        boolean left = x + 70 > LEFT + axis.width();
        g.setTextAlign(left ? TextAlignment.RIGHT : TextAlignment.LEFT);
        g.fillText(nowLabel, left ? x - 6 : x + 6, TOP + 8);
    }

    private void drawGaps(GraphicsContext g, Palette palette, TimeAxis axis, Line line) {
        for (int i = 1; i < line.times().length; i++) {
            if (line.gapBefore(i)) {
                hatch(g, palette, axis.x(line.times()[i - 1]), axis.x(line.times()[i] - line.lengths()[i]));
            }
        }
        long end = now.isPresent() ? Math.min(now.getAsLong(), axis.to()) : axis.to();
        if (line.endsBefore(end)) {
            hatch(g, palette, Math.max(LEFT, axis.x(line.times()[line.times().length - 1])), axis.x(end));
        }
    }

    private void hatch(GraphicsContext g, Palette palette, double left, double right) {
        g.save();
        g.beginPath();
        g.rect(left, TOP, right - left, plotHeight());
        g.clip();
        g.setStroke(palette.grid());
        for (double x = left - plotHeight(); x < right; x += 8) {
            g.strokeLine(x, TOP + plotHeight(), x + plotHeight(), TOP);
        }
        g.restore();
    }

    private void drawLine(GraphicsContext g, Palette palette, TimeAxis axis, ValueScale scale, Line line) {
        Color color = palette.series().get(line.series());
        PixelColumns columns = PixelColumns.of(line, axis);
        g.setStroke(color);
        g.setLineWidth(line.style() == Line.Style.DASHED ? 1.25 : 1.75);
        g.setLineDashes(line.style() == Line.Style.DASHED ? new double[]{4, 3} : new double[0]);
        for (PixelColumns.Piece piece : columns.pieces()) {
            if (line.style() == Line.Style.AREA) {
                g.setFill(color.deriveColor(0, 1, 1, 0.14));
                g.beginPath();
                g.moveTo(piece.x(0), TOP + plotHeight());
                for (int i = 0; i < piece.size(); i++) {
                    g.lineTo(piece.x(i), y(scale, piece.value(i)));
                }
                g.lineTo(piece.x(piece.size() - 1), TOP + plotHeight());
                g.closePath();
                g.fill();
            }
            g.beginPath();
            for (int i = 0; i < piece.size(); i++) {
                double y = y(scale, piece.value(i));
                if (i == 0) {
                    g.moveTo(piece.x(0), y);
                } else {
                    if (line.style() == Line.Style.STEP) {
                        g.lineTo(piece.x(i), y(scale, piece.value(i - 1)));
                    }
                    g.lineTo(piece.x(i), y);
                }
            }
            g.stroke();
        }
        g.setLineDashes();
    }

    private void drawBands(GraphicsContext g, Palette palette, TimeAxis axis) {
        g.setLineWidth(1);
        for (Band band : bands) {
            double left = Math.max(LEFT, axis.x(band.from));
            double right = Math.min(LEFT + axis.width(), Math.max(left + 1, axis.x(band.to)));
            if (right > left) {
                g.setFill(palette.danger().deriveColor(0, 1, 1, 0.12));
                g.fillRect(left, TOP, right - left, plotHeight());
                g.setStroke(palette.danger().deriveColor(0, 1, 1, 0.5));
                g.strokeLine(left, TOP, left, TOP + plotHeight());
                g.strokeLine(right, TOP, right, TOP + plotHeight());
            }
        }
    }

    private void drawRight(GraphicsContext g, Palette palette, TimeAxis axis) {
        if (rightLines.isEmpty()) {
            return;
        }
        ValueScale scale = rightScale();
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.muted());
        for (double tick : scale.ticks()) {
            g.fillText(Formats.number(tick), LEFT + axis.width() + 8, Math.round(y(scale, tick)) + 0.5);
        }
        rightLines.forEach(line -> drawLine(g, palette, axis, scale, line));
        if (!Double.isNaN(cap)) {
            double y = Math.round(y(scale, cap)) + 0.5;
            g.setStroke(palette.series().get(rightLines.getFirst().series()));
            g.setLineWidth(1);
            g.setLineDashes(2, 4);
            g.strokeLine(LEFT, y, LEFT + axis.width(), y);
            g.setLineDashes();
            g.setFill(palette.muted());
            g.setTextAlign(TextAlignment.LEFT);
            g.fillText(capLabel, LEFT + 8, y - 8);
        }
    }

    private void drawTarget(GraphicsContext g, Palette palette, ValueScale scale) {
        if (Double.isNaN(target) || target > scale.high()) {
            return;
        }
        double y = Math.round(y(scale, target)) + 0.5;
        g.setStroke(palette.text());
        g.setLineWidth(1);
        g.setLineDashes(4, 4);
        g.strokeLine(LEFT, y, LEFT + axis().width(), y);
        g.setLineDashes();
        LogTicks.label(g, palette, targetLabel, LEFT + 10, y - 9 < TOP ? y + 9 : y - 9, TextAlignment.LEFT);
    }

    private void drawCrosshair(GraphicsContext g, Palette palette, TimeAxis axis, ValueScale scale) {
        Long time = crosshair.time();
        if (time == null || time < from || time > to) {
            return;
        }
        double x = Math.round(axis.x(time)) + 0.5;
        g.setStroke(palette.muted());
        g.setLineWidth(1);
        g.strokeLine(x, TOP, x, TOP + plotHeight());
        lines.forEach(line -> drawDot(g, palette, x, scale, line, time));
        rightLines.forEach(line -> drawDot(g, palette, x, rightScale(), line, time));
        if (crosshair.isOver(this)) {
            events.drawWords(g, palette, axis, TOP + plotHeight(), time);
            drawTooltip(g, palette, x, time);
        }
    }

    private void drawDot(GraphicsContext g, Palette palette, double x, ValueScale scale, Line line, long time) {
        double value = line.at(time);
        if (!Double.isNaN(value)) {
            g.setFill(palette.series().get(line.series()));
            g.fillOval(x - 3.5, y(scale, value) - 3.5, 7, 7);
        }
    }

    private void drawTooltip(GraphicsContext g, Palette palette, double x, long time) {
        List<Line> all = Stream.concat(lines.stream(), rightLines.stream()).toList();
        double height = 26 + 18 * all.size();
        double left = x + 12 + TOOLTIP_WIDTH > getWidth() ? x - 12 - TOOLTIP_WIDTH : x + 12;
        g.setFill(palette.overlay());
        g.setStroke(palette.borderStrong());
        g.fillRoundRect(left, TOP + 4, TOOLTIP_WIDTH, height, 8, 8);
        g.strokeRoundRect(left, TOP + 4.5, TOOLTIP_WIDTH, height, 8, 8);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.text());
        g.fillText(words(time, CLOCK), left + 10, TOP + 16);
        for (int i = 0; i < all.size(); i++) {
            Line line = all.get(i);
            double y = TOP + 34 + 18 * i;
            g.setFill(palette.series().get(line.series()));
            g.fillRoundRect(left + 10, y - 4, 8, 8, 2, 2);
            g.setFill(palette.muted());
            g.setTextAlign(TextAlignment.LEFT);
            g.fillText(line.name(), left + 24, y);
            g.setFill(palette.text());
            g.setTextAlign(TextAlignment.RIGHT);
            double value = line.at(time);
            g.fillText(Double.isNaN(value) ? Formats.NONE : Formats.number(value) + " " + unit, left + TOOLTIP_WIDTH - 10, y);
        }
    }
}
