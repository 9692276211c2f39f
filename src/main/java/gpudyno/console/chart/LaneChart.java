package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.model.node.Event;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// Values of different kinds under each other, a lane each with a scale of its own: the shape and the latest value count, not the height
/// against a neighbour's.
public final class LaneChart extends CanvasRegion implements Exportable {
    private static final double NAMES = 84;
    private static final double VALUES = 72;
    private static final double BOTTOM = 22;
    private static final double GAP = 6;

    /// One lane.
    ///
    /// @param unit of its values, in full or short
    /// @param full value at its top; the lane stretches where values are higher
    public record Lane(Line line, String unit, double full) {}

    private final Crosshair crosshair;
    private List<Lane> lanes = List.of();
    private EventMarks events = new EventMarks(List.of());
    private long from;
    private long to = 1;

    /// @param crosshair shared with the other charts of the page
    public LaneChart(Crosshair crosshair) {
        this.crosshair = crosshair;
        setMinSize(160, 90);
        crosshair.onMove(this::redraw);
        canvas().setOnMouseMoved(event -> crosshair.point(axis().time(event.getX()), null));
        canvas().setOnMouseExited(_ -> crosshair.point(null, null));
        begin();
    }

    /// What happened meanwhile, marked on the time axis.
    public void events(List<Event> happened) {
        events = new EventMarks(happened);
    }

    /// @param fromMillis left edge, epoch milliseconds
    public void show(long fromMillis, long toMillis, List<Lane> shown) {
        from = fromMillis;
        to = toMillis;
        lanes = List.copyOf(shown);
        redraw();
    }

    @Override
    public String csv() {
        return LineTable.csv(lanes.stream().map(lane -> new Line(lane.line.name() + " " + lane.unit, lane.line.color(), lane.line.style(),
                lane.line.times(), lane.line.lengths(), lane.line.values())).toList(), "");
    }

    private TimeAxis axis() {
        return new TimeAxis(from, Math.max(to, from + 1), NAMES, Math.max(1, getWidth() - NAMES - VALUES));
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        double height = (canvas().getHeight() - BOTTOM) / Math.max(1, lanes.size());
        if (lanes.isEmpty() || canvas().getWidth() < NAMES + VALUES + 10 || height < 10) {
            return;
        }
        g.setTextBaseline(VPos.CENTER);
        TimeAxis axis = axis();
        for (int i = 0; i < lanes.size(); i++) {
            drawLane(g, palette, axis, lanes.get(i), i * height + GAP / 2, height - GAP);
        }
        events.draw(g, palette, axis, 0, canvas().getHeight() - BOTTOM);
        drawTimes(g, palette, axis);
    }

    private void drawLane(GraphicsContext g, Palette palette, TimeAxis axis, Lane lane, double top, double height) {
        Color color = palette.of(lane.line.color());
        double full = Math.max(lane.full, java.util.Arrays.stream(lane.line.values()).filter(Double::isFinite).max().orElse(0));
        g.setFill(color);
        g.fillRoundRect(12, top + height / 2 - 6, 3, 12, 2, 2);
        g.setFont(Fonts.regular(12));
        g.setFill(palette.text());
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText(lane.line.name(), 22, top + height / 2);
        g.setFill(palette.grid().deriveColor(0, 1, 1, 0.35));
        g.fillRect(axis.left(), top, axis.width(), height);
        g.setLineWidth(1.5);
        g.setLineDashes();
        for (PixelColumns.Piece piece : PixelColumns.of(lane.line, axis).pieces()) {
            drawPiece(g, color, piece, top, height, full);
        }
        drawValue(g, palette, axis, lane, top + height / 2, color, top, height, full);
    }

    private static void drawPiece(GraphicsContext g, Color color, PixelColumns.Piece piece, double top, double height, double full) {
        g.setFill(color.deriveColor(0, 1, 1, 0.14));
        g.setStroke(color);
        for (boolean filled : new boolean[]{true, false}) {
            g.beginPath();
            if (filled) {
                g.moveTo(piece.x(0), top + height);
            }
            for (int i = 0; i < piece.size(); i++) {
                double y = y(piece.value(i), top, height, full);
                if (i == 0 && !filled) {
                    g.moveTo(piece.x(0), y);
                } else {
                    g.lineTo(piece.x(i), y);
                }
            }
            if (filled) {
                g.lineTo(piece.x(piece.size() - 1), top + height);
                g.closePath();
                g.fill();
            } else {
                g.stroke();
            }
        }
    }

    private static double y(double value, double top, double height, double full) {
        return top + height - 1 - (height - 2) * Math.clamp(value / Math.max(full, 1e-9), 0, 1);
    }

    /// The value under the crosshair, else the latest.
    private void drawValue(GraphicsContext g, Palette palette, TimeAxis axis, Lane lane, double middle, Color color, double top,
            double height, double full) {
        Long time = crosshair.time();
        double[] values = lane.line.values();
        double value = values.length == 0 || lane.line.endsBefore(to) ? Double.NaN : values[values.length - 1];
        if (time != null && time >= from && time <= to) {
            value = lane.line.at(time);
            double x = Math.round(axis.x(time)) + 0.5;
            g.setStroke(palette.muted());
            g.setLineWidth(1);
            g.strokeLine(x, top - GAP / 2, x, top + height + GAP / 2);
            if (!Double.isNaN(value)) {
                g.setFill(color);
                g.fillOval(x - 3, y(value, top, height, full) - 3, 6, 6);
            }
        }
        g.setFont(Fonts.semiBold(12));
        g.setFill(Double.isNaN(value) ? palette.muted() : palette.text());
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText(Double.isNaN(value) ? Formats.NONE : Formats.number(value) + " " + lane.unit, getWidth() - 12, middle);
    }

    private void drawTimes(GraphicsContext g, Palette palette, TimeAxis axis) {
        g.setFont(Fonts.regular(11));
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.CENTER);
        for (long tick : axis.ticks(TimeWords.midnight(from))) {
            double x = axis.x(tick);
            if (x > axis.left() + 16 && x < axis.left() + axis.width() - 16) {
                g.fillText(TimeWords.tick(tick, Math.max(to - from, 300_001)), x, getHeight() - BOTTOM / 2);
            }
        }
    }
}
