package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// Values over time: lines, areas, steps and dashes over a few grid lines, dashed targets, hatched gaps where nothing was measured. It draws
/// one [TimePicture] at a time.
public final class TimeChart extends CanvasRegion implements Exportable {
    private static final double LEFT = 44;
    private static final double RIGHT = 12;
    private static final double RIGHT_AXIS = 32;
    private static final double TOP = 10;
    private static final double BOTTOM = 22;
    private static final double LABEL = 13;
    private static final double TOOLTIP_WIDTH = 170;
    /// Room for the names of zones.
    private static final double ZONES = 58;

    private final Crosshair crosshair;
    private LongConsumer pressed = _ -> {};
    private TimePicture picture = TimePicture.empty();
    private EventMarks events = new EventMarks(List.of());

    /// @param crosshair shared with the other charts of the page
    public TimeChart(Crosshair crosshair) {
        this.crosshair = crosshair;
        setMinSize(120, 90);
        crosshair.onMove(this::redraw);
        canvas().setOnMouseMoved(event -> crosshair.point(axis().time(event.getX()), this));
        canvas().setOnMouseExited(_ -> crosshair.point(null, null));
        canvas().setOnMouseClicked(event -> pressed.accept(axis().time(event.getX())));
        begin();
    }

    /// Takes the instant a person presses, in epoch milliseconds.
    public void onPress(LongConsumer taken) {
        pressed = taken;
    }

    public void show(TimePicture shown) {
        picture = shown;
        events = new EventMarks(shown.events());
        redraw();
    }

    /// What is drawn now.
    public TimePicture picture() {
        return picture;
    }

    @Override
    public String csv() {
        return LineTable.csv(all(), picture.unit());
    }

    private List<Line> all() {
        return Stream.concat(picture.lines().stream(), rightLines().stream()).toList();
    }

    private List<Line> rightLines() {
        return picture.right().map(TimePicture.RightAxis::lines).orElse(List.of());
    }

    private TimeAxis axis() {
        return new TimeAxis(picture.from(), Math.max(picture.to(), picture.from() + 1), LEFT, Math.max(1, getWidth() - LEFT - right()));
    }

    private double right() {
        return zones().isEmpty() ? rightLines().isEmpty() ? RIGHT : RIGHT_AXIS : ZONES;
    }

    private List<TimePicture.Zone> zones() {
        return picture.overlays().stream().filter(TimePicture.Zone.class::isInstance).map(TimePicture.Zone.class::cast).toList();
    }

    private double plotHeight() {
        return Math.max(1, getHeight() - TOP - BOTTOM);
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
        ValueScale scale = picture.scale();
        g.setFont(Fonts.regular(11));
        zones().forEach(zone -> drawZone(g, palette, axis, scale, zone));
        drawGrid(g, palette, axis, scale);
        picture.lines().forEach(line -> drawGaps(g, palette, axis, line));
        drawBands(g, palette, axis);
        drawNow(g, palette, axis);
        picture.overlays().forEach(overlay -> {
            if (overlay instanceof TimePicture.Range range) {
                drawRange(g, palette, axis, scale, range);
            }
        });
        picture.lines().forEach(line -> drawLine(g, palette, axis, scale, line));
        picture.overlays().forEach(overlay -> {
            if (overlay instanceof TimePicture.Marks marks) {
                drawMarks(g, palette, axis, scale, marks);
            }
        });
        drawRight(g, palette, axis);
        picture.targets().forEach(target -> drawTarget(g, palette, axis, scale, target));
        events.draw(g, palette, axis, TOP, plotHeight());
        drawCrosshair(g, palette, axis, scale);
    }

    /// Tinted where a value there means something, with a dashed line where it begins and its name at the right.
    private void drawZone(GraphicsContext g, Palette palette, TimeAxis axis, ValueScale scale, TimePicture.Zone zone) {
        double bottom = y(scale, zone.from());
        double top = y(scale, zone.to());
        Color color = palette.of(zone.status());
        if (zone.status() != Status.NEUTRAL) {
            g.setFill(color.deriveColor(0, 1, 1, zone.status() == Status.DANGER ? 0.28 : 0.14));
            g.fillRect(LEFT, top, axis.width(), bottom - top);
            g.setStroke(color);
            g.setLineWidth(1);
            g.setLineDashes(4, 4);
            g.strokeLine(LEFT, Math.round(bottom) + 0.5, LEFT + axis.width(), Math.round(bottom) + 0.5);
            g.setLineDashes();
        }
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.muted());
        g.fillText(zone.name(), LEFT + axis.width() + 8, (top + bottom) / 2);
    }

    private void drawRange(GraphicsContext g, Palette palette, TimeAxis axis, ValueScale scale, TimePicture.Range range) {
        clip(g, axis, () -> {
            g.setFill(palette.of(range.color()).deriveColor(0, 1, 1, 0.22));
            g.beginPath();
            for (int i = 0; i < range.times().length; i++) {
                g.lineTo(axis.x(range.times()[i]), y(scale, range.high()[i]));
            }
            for (int i = range.times().length - 1; i >= 0; i--) {
                g.lineTo(axis.x(range.times()[i]), y(scale, range.low()[i]));
            }
            g.closePath();
            g.fill();
        });
    }

    private void drawMarks(GraphicsContext g, Palette palette, TimeAxis axis, ValueScale scale, TimePicture.Marks marks) {
        g.setFill(palette.of(marks.color()));
        for (int i = 0; i < marks.times().length; i++) {
            if (axis.holds(marks.times()[i])) {
                g.fillOval(axis.x(marks.times()[i]) - 3, y(scale, marks.values()[i]) - 3, 6, 6);
            }
        }
    }

    private void clip(GraphicsContext g, TimeAxis axis, Runnable drawing) {
        g.save();
        g.beginPath();
        g.rect(LEFT, TOP, axis.width(), plotHeight());
        g.clip();
        drawing.run();
        g.restore();
    }

    private void drawGrid(GraphicsContext g, Palette palette, TimeAxis axis, ValueScale scale) {
        g.setLineWidth(1);
        g.setLineDashes();
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        List<Double> ticks = scale.ticks();
        // A low chart has room for the labels at its ends alone.
        boolean low = plotHeight() / Math.max(1, ticks.size() - 1) < LABEL;
        for (double tick : ticks) {
            double y = Math.round(y(scale, tick)) + 0.5;
            g.setStroke(palette.grid());
            g.strokeLine(LEFT, y, LEFT + axis.width(), y);
            if (low && tick != ticks.getFirst() && tick != ticks.getLast()) {
                continue;
            }
            g.setFill(palette.muted());
            g.fillText(tick == 0 ? "0 " + picture.unit() : Formats.number(tick), LEFT - 8, y);
        }
        g.setTextAlign(TextAlignment.CENTER);
        for (long tick : axis.ticks(picture.origin().orElseGet(() -> TimeWords.midnight(picture.from())))) {
            double x = axis.x(tick);
            if (x > LEFT + (picture.origin().isPresent() ? -1 : 24) && x < LEFT + axis.width() - 20) {
                g.fillText(sinceOrigin(tick).orElseGet(() -> TimeWords.tick(tick, picture.to() - picture.from())), Math.max(x, LEFT + 8),
                        getHeight() - BOTTOM / 2);
            }
        }
    }

    /// What has passed since the axis counts, where it does.
    private Optional<String> sinceOrigin(long time) {
        return picture.origin().isPresent()
                ? Optional.of(Formats.clock(Duration.ofMillis(time - picture.origin().getAsLong())))
                : Optional.empty();
    }

    private void drawNow(GraphicsContext g, Palette palette, TimeAxis axis) {
        if (picture.now().isEmpty() || picture.now().get().moment() < picture.from() || picture.now().get().moment() >= picture.to()) {
            return;
        }
        double x = Math.round(axis.x(picture.now().get().moment())) + 0.5;
        g.setFill(palette.background().deriveColor(0, 1, 1, 0.35));
        g.fillRect(x, TOP, LEFT + axis.width() - x, plotHeight());
        g.setStroke(palette.muted());
        g.setLineWidth(1);
        g.setLineDashes();
        g.strokeLine(x, TOP, x, TOP + plotHeight());
        g.setFill(palette.muted());
        boolean left = x + 70 > LEFT + axis.width();
        g.setTextAlign(left ? TextAlignment.RIGHT : TextAlignment.LEFT);
        g.fillText(picture.now().get().label(), left ? x - 6 : x + 6, TOP + 8);
    }

    private void drawGaps(GraphicsContext g, Palette palette, TimeAxis axis, Line line) {
        for (int i = 1; i < line.times().length; i++) {
            if (line.gapBefore(i)) {
                hatch(g, palette, axis.x(line.times()[i - 1]), axis.x(line.times()[i] - line.lengths()[i]));
            }
        }
        long end = picture.now().map(now -> Math.min(now.moment(), axis.to())).orElse(axis.to());
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
        Color color = palette.of(line.color());
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
        for (TimePicture.Band band : picture.bands()) {
            double left = Math.max(LEFT, axis.x(band.from()));
            double right = Math.min(LEFT + axis.width(), Math.max(left + 1, axis.x(band.to())));
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
        picture.right().filter(right -> !right.lines().isEmpty()).ifPresent(right -> {
            ValueScale scale = picture.rightScale();
            g.setTextAlign(TextAlignment.LEFT);
            g.setFill(palette.muted());
            for (double tick : scale.ticks()) {
                g.fillText(Formats.number(tick), LEFT + axis.width() + 8, Math.round(y(scale, tick)) + 0.5);
            }
            right.lines().forEach(line -> drawLine(g, palette, axis, scale, line));
            if (!Double.isNaN(right.cap())) {
                double y = Math.round(y(scale, right.cap())) + 0.5;
                g.setStroke(palette.of(right.lines().getFirst().color()));
                g.setLineWidth(1);
                g.setLineDashes(2, 4);
                g.strokeLine(LEFT, y, LEFT + axis.width(), y);
                g.setLineDashes();
                LogTicks.label(g, palette, right.label(), LEFT + 8, labelY(y), TextAlignment.LEFT);
            }
        });
    }

    private void drawTarget(GraphicsContext g, Palette palette, TimeAxis axis, ValueScale scale, TimePicture.Level target) {
        if (Double.isNaN(target.value()) || target.value() > scale.high()) {
            return;
        }
        double y = Math.round(y(scale, target.value())) + 0.5;
        g.setStroke(palette.text());
        g.setLineWidth(1);
        g.setLineDashes(4, 4);
        g.strokeLine(LEFT, y, LEFT + axis.width(), y);
        g.setLineDashes();
        LogTicks.label(g, palette, target.label(), LEFT + 10, labelY(y), TextAlignment.LEFT);
    }

    /// Above its line, or below where the plot ends.
    private static double labelY(double y) {
        return y - 9 < TOP ? y + 9 : y - 9;
    }

    private void drawCrosshair(GraphicsContext g, Palette palette, TimeAxis axis, ValueScale scale) {
        Long time = crosshair.time();
        if (time == null || time < picture.from() || time > picture.to()) {
            return;
        }
        double x = Math.round(axis.x(time)) + 0.5;
        g.setStroke(palette.muted());
        g.setLineWidth(1);
        g.strokeLine(x, TOP, x, TOP + plotHeight());
        picture.lines().forEach(line -> drawDot(g, palette, x, scale, line, time));
        rightLines().forEach(line -> drawDot(g, palette, x, picture.rightScale(), line, time));
        if (crosshair.isOver(this)) {
            events.drawWords(g, palette, axis, TOP + plotHeight(), time);
            drawTooltip(g, palette, x, time);
        }
    }

    private void drawDot(GraphicsContext g, Palette palette, double x, ValueScale scale, Line line, long time) {
        double value = line.at(time);
        if (!Double.isNaN(value)) {
            g.setFill(palette.of(line.color()));
            g.fillOval(x - 3.5, y(scale, value) - 3.5, 7, 7);
        }
    }

    private void drawTooltip(GraphicsContext g, Palette palette, double x, long time) {
        List<Line> all = all();
        double height = 26 + 18 * all.size();
        double left = x + 12 + TOOLTIP_WIDTH > getWidth() ? x - 12 - TOOLTIP_WIDTH : x + 12;
        g.setFill(palette.overlay());
        g.setStroke(palette.borderStrong());
        g.fillRoundRect(left, TOP + 4, TOOLTIP_WIDTH, height, 8, 8);
        g.strokeRoundRect(left, TOP + 4.5, TOOLTIP_WIDTH, height, 8, 8);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.text());
        g.fillText(sinceOrigin(time).orElseGet(() -> TimeWords.pointed(time, picture.to() - picture.from())), left + 10, TOP + 16);
        for (int i = 0; i < all.size(); i++) {
            Line line = all.get(i);
            double y = TOP + 34 + 18 * i;
            g.setFill(palette.of(line.color()));
            g.fillRoundRect(left + 10, y - 4, 8, 8, 2, 2);
            g.setFill(palette.muted());
            g.setTextAlign(TextAlignment.LEFT);
            g.fillText(line.name(), left + 24, y);
            g.setFill(palette.text());
            g.setTextAlign(TextAlignment.RIGHT);
            double value = line.at(time);
            g.fillText(Double.isNaN(value) ? Formats.NONE : Formats.number(value) + " " + picture.unit(), left + TOOLTIP_WIDTH - 10, y);
        }
    }
}
