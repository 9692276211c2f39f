package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// What happened when, under a figure of the same time. A lane for each kind: bars for what lasted, diamonds for what happened at an instant.
/// A bar's words stand in it where they fit, or after it. What lies wholly behind an earlier mark of its lane is not drawn.
public final class SpanLanes extends CanvasRegion implements Exportable {
    private static final double NAMES = 132;
    private static final double RIGHT = 16;
    private static final double BOTTOM = 24;
    private static final double FIGURE = 84;
    private static final double FIGURE_TOP = 14;
    private static final double BAR = 18;
    private static final double LEAST_BAR = 4;
    private static final double DIAMOND = 5;
    /// Pixels around a mark where a click still means it.
    private static final double REACH = 4;
    /// Width of a character of the bars' font, on average; only decides whether words are drawn.
    private static final double CHARACTER = 6.2;

    /// @param to the same as `from` for what happened at an instant; epoch milliseconds, both
    /// @param dashed for what happened during a test
    public record Span(long from, long to, String text, Status status, boolean dashed) {
        public Span {
            if (to < from) {
                throw new IllegalArgumentException("'" + text + "' ends at " + to + ", before it begins at " + from);
            }
        }
    }

    /// @param spans in the order of their begin
    public record Lane(String name, String caption, List<Span> spans) {
        public Lane {
            spans = List.copyOf(spans);
        }
    }

    /// A marked period, epoch milliseconds.
    ///
    /// @param accent whether in the accent colour
    public record Brush(String name, long from, long to, boolean accent) {}

    /// Takes a period that a person drags over the time line, epoch milliseconds.
    @FunctionalInterface
    public interface Dragged {
        void over(long from, long to, boolean shift);
    }

    private record Mark(double left, double right, int lane, Span span) {}

    private final List<Mark> marks = new ArrayList<>();
    private final Brushes brushes = new Brushes(canvas(), this::redraw);
    private List<Lane> lanes = List.of();
    private @Nullable Line figure;
    private String unit = "";
    private long from;
    private long to = 1;
    private @Nullable Span chosen;

    /// @param choose takes what a person clicks
    public SpanLanes(Consumer<Span> choose) {
        setMinSize(320, 120);
        canvas().setOnMouseClicked(event -> {
            if (!event.isStillSincePress()) {
                return;
            }
            double lane = laneHeight();
            marks.stream().filter(mark -> mark.lane == (int) Math.floor((event.getY() - FIGURE) / lane) && event.getX() >= mark.left - REACH
                    && event.getX() <= mark.right + REACH).findFirst().ifPresent(mark -> choose.accept(mark.span));
        });
        begin();
    }

    /// @param fromMillis left edge, epoch milliseconds
    /// @param above the figure over the lanes, from 0 to its highest value
    /// @param itsUnit in short
    public void show(long fromMillis, long toMillis, Line above, String itsUnit, List<Lane> shown) {
        figure = above;
        unit = itsUnit;
        from = fromMillis;
        to = toMillis;
        lanes = List.copyOf(shown);
        redraw();
    }

    /// Takes the periods that a person drags.
    public SpanLanes onDrag(Dragged taken) {
        brushes.onDrag(taken);
        return this;
    }

    /// Marks these periods and no others.
    public void mark(List<Brush> periods) {
        brushes.show(periods);
    }

    /// Outlines one span; null for none.
    public void choose(@Nullable Span span) {
        chosen = span;
        redraw();
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("lane", "from", "to", "text", "in a test"));
        lanes.forEach(lane -> lane.spans.forEach(span -> csv.line(List.of(lane.name, Instant.ofEpochMilli(span.from),
                span.to == span.from ? "" : Instant.ofEpochMilli(span.to), span.text, span.dashed ? "yes" : "no"))));
        return csv.toString();
    }

    private double laneHeight() {
        return Math.max(1, (canvas().getHeight() - BOTTOM - FIGURE) / Math.max(1, lanes.size()));
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        marks.clear();
        double width = canvas().getWidth() - NAMES - RIGHT;
        double height = laneHeight();
        if (width < 50 || height < BAR) {
            return;
        }
        TimeAxis axis = new TimeAxis(from, Math.max(to, from + 1), NAMES, width);
        g.setTextBaseline(VPos.CENTER);
        g.setLineWidth(1);
        g.setLineDashes();
        drawTimes(g, palette, axis);
        brushes.draw(g, palette, axis, canvas().getHeight() - BOTTOM);
        Line line = figure;
        if (line != null) {
            drawFigure(g, palette, axis, line);
        }
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            double top = FIGURE + i * height;
            double middle = top + height / 2;
            drawName(g, palette, lane, middle);
            g.setStroke(palette.divider());
            g.strokeLine(0, Math.round(top) + 0.5, canvas().getWidth(), Math.round(top) + 0.5);
            drawSpans(g, palette, axis, i, middle);
        }
    }

    private void drawFigure(GraphicsContext g, Palette palette, TimeAxis axis, Line line) {
        double most = Arrays.stream(line.values()).filter(Double::isFinite).max().orElse(0);
        String caption = most > 0 ? "at most " + Formats.number(most) + " " + unit : "none in this period";
        drawName(g, palette, new Lane(line.name(), caption, List.of()), FIGURE / 2);
        g.setStroke(palette.of(line.color()));
        g.setLineWidth(1.5);
        for (PixelColumns.Piece piece : PixelColumns.of(line, axis).pieces()) {
            g.beginPath();
            for (int i = 0; i < piece.size(); i++) {
                double y = FIGURE - 6 - (FIGURE - 6 - FIGURE_TOP) * piece.value(i) / Math.max(most, 1e-9);
                if (i == 0) {
                    g.moveTo(piece.x(i), y);
                } else {
                    g.lineTo(piece.x(i), y);
                }
            }
            g.stroke();
        }
        g.setLineWidth(1);
    }

    private static void drawName(GraphicsContext g, Palette palette, Lane lane, double middle) {
        g.setTextAlign(TextAlignment.LEFT);
        g.setFont(Fonts.semiBold(12));
        g.setFill(palette.text());
        g.fillText(lane.name, 12, middle - 7);
        g.setFont(Fonts.regular(11));
        g.setFill(palette.muted());
        g.fillText(lane.caption, 12, middle + 8);
    }

    private void drawSpans(GraphicsContext g, Palette palette, TimeAxis axis, int index, double middle) {
        double drawnTo = Double.NEGATIVE_INFINITY;
        List<Span> spans = lanes.get(index).spans;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            double left = Math.max(axis.left(), axis.x(span.from));
            boolean instant = span.to == span.from;
            double right = instant ? left : Math.max(Math.min(axis.left() + axis.width(), axis.x(span.to)), left + LEAST_BAR);
            boolean isChosen = span.equals(chosen);
            if (!isChosen && right < drawnTo + 1) {
                continue;
            }
            double next = i + 1 < spans.size() ? axis.x(spans.get(i + 1).from) : axis.left() + axis.width();
            Color color = palette.of(span.status);
            if (instant) {
                drawDiamond(g, color, isChosen ? palette.text() : color, left, middle);
            } else {
                drawBar(g, palette, span, color, left, right, middle, isChosen);
            }
            drawWords(g, palette, span, instant ? left + DIAMOND : left, instant ? left + DIAMOND : right, next, middle);
            marks.add(new Mark(left - (instant ? DIAMOND : 0), right + (instant ? DIAMOND : 0), index, span));
            drawnTo = Math.max(drawnTo, right);
        }
    }

    private static void drawBar(GraphicsContext g, Palette palette, Span span, Color color, double left, double right, double middle,
            boolean isChosen) {
        double top = middle - BAR / 2;
        g.setFill(span.dashed ? palette.subtle(color) : color.deriveColor(0, 1, 1, 0.8));
        g.fillRoundRect(left, top, right - left, BAR, 4, 4);
        if (span.dashed || isChosen) {
            g.setStroke(isChosen ? palette.text() : color);
            g.setLineDashes(span.dashed ? new double[]{3, 3} : new double[0]);
            g.strokeRoundRect(left + 0.5, top + 0.5, Math.max(1, right - left - 1), BAR - 1, 4, 4);
            g.setLineDashes();
        }
    }

    private static void drawDiamond(GraphicsContext g, Color fill, Color edge, double x, double middle) {
        double[] xs = {x - DIAMOND, x, x + DIAMOND, x};
        double[] ys = {middle, middle - DIAMOND, middle, middle + DIAMOND};
        g.setFill(fill);
        g.fillPolygon(xs, ys, xs.length);
        g.setStroke(edge);
        g.strokePolygon(xs, ys, xs.length);
    }

    /// In the bar, else after it where the next one leaves room.
    private static void drawWords(GraphicsContext g, Palette palette, Span span, double left, double right, double next, double middle) {
        double needed = span.text.length() * CHARACTER + 12;
        g.setTextAlign(TextAlignment.LEFT);
        g.setFont(Fonts.regular(11));
        if (right - left >= needed) {
            g.setFill(span.dashed ? palette.text() : palette.background());
            g.fillText(span.text, left + 6, middle);
        } else if (next - right >= needed) {
            g.setFill(palette.muted());
            g.fillText(span.text, right + 6, middle);
        }
    }

    private void drawTimes(GraphicsContext g, Palette palette, TimeAxis axis) {
        g.setFont(Fonts.regular(11));
        g.setTextAlign(TextAlignment.CENTER);
        for (long tick : axis.ticks(TimeWords.midnight(from))) {
            double x = Math.round(axis.x(tick)) + 0.5;
            g.setStroke(palette.grid());
            g.strokeLine(x, 0, x, canvas().getHeight() - BOTTOM);
            if (x > axis.left() + 16 && x < axis.left() + axis.width() - 16) {
                g.setFill(palette.muted());
                g.fillText(TimeWords.tick(tick, Math.max(to - from, 300_001)), x, canvas().getHeight() - BOTTOM / 2);
            }
        }
    }
}
