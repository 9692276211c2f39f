package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/// A distribution over time: a column a stretch of time, a cell a bucket of values on a logarithmic scale, its colour how many fell into it,
/// with one percentile drawn over it and a dashed target.
public final class HeatMap extends CanvasRegion implements Exportable {
    private static final double LEFT = 48;
    private static final double RIGHT = 12;
    private static final double TOP = 10;
    private static final double BOTTOM = 22;
    private static final double TOOLTIP_WIDTH = 168;

    /// What is drawn.
    ///
    /// @param from left edge of the time axis, epoch milliseconds; the first column begins here
    /// @param to right edge; what lies beyond the last column is still to come
    /// @param length of each column
    /// @param bounds upper ends of the buckets, milliseconds, rising by one factor
    /// @param counts a list a column, a count a bucket
    /// @param line a value a column, milliseconds; NaN for none
    public record Picture(long from, long to, Duration length, List<Double> bounds, List<List<Long>> counts, double[] line) {
        public static final Picture EMPTY = new Picture(0, 60_000, Duration.ofSeconds(1), List.of(), List.of(), new double[0]);
    }

    private final String lineName;
    private final Crosshair crosshair;
    private Picture picture = Picture.EMPTY;
    private double target = Double.NaN;
    private String targetLabel = "";

    /// @param lineName what the line over the cells is, such as `p95`
    /// @param crosshair shared with the other charts of the page
    public HeatMap(String lineName, Crosshair crosshair) {
        this.lineName = lineName;
        this.crosshair = crosshair;
        setMinSize(120, 90);
        crosshair.onMove(this::redraw);
        canvas().setOnMouseMoved(event -> crosshair.point(axis().time(event.getX()), this));
        canvas().setOnMouseExited(_ -> crosshair.point(null, null));
        begin();
    }

    private TimeAxis axis() {
        return new TimeAxis(picture.from, Math.max(picture.to, picture.from + 1), LEFT, Math.max(1, width()));
    }

    /// Left edge of a column in pixels.
    private double left(TimeAxis axis, double column) {
        return axis.x(picture.from + column * picture.length.toMillis());
    }

    /// A dashed line across; NaN for none.
    public void target(double value, String label) {
        target = value;
        targetLabel = label;
        redraw();
    }

    public void show(Picture shown) {
        picture = shown;
        redraw();
    }

    @Override
    public String csv() {
        List<String> header = new ArrayList<>(List.of("from s", lineName + " ms"));
        picture.bounds.forEach(bound -> header.add("up to " + bound + " ms"));
        Csv csv = new Csv(header);
        for (int i = 0; i < picture.counts.size(); i++) {
            List<Object> cells = new ArrayList<>(List.of(i * picture.length.toMillis() / 1000.0, picture.line[i]));
            cells.addAll(picture.counts.get(i));
            csv.line(cells);
        }
        return csv.toString();
    }

    private double width() {
        return getWidth() - LEFT - RIGHT;
    }

    private double height() {
        return getHeight() - TOP - BOTTOM;
    }

    /// The scale spans the buckets seen, and the target where it is near.
    private ValueScale scale() {
        if (picture.bounds.size() < 2) {
            return new ValueScale(1, 1000, true, 0);
        }
        double low = picture.bounds.getFirst() / factor();
        double high = picture.bounds.getLast();
        return new ValueScale(low, Double.isNaN(target) || target > high * 10 ? high : Math.max(high, target * 1.3), true, 0);
    }

    private double factor() {
        return picture.bounds.get(1) / picture.bounds.get(0);
    }

    private double y(ValueScale scale, double value) {
        return TOP + height() * (1 - Math.clamp(scale.share(value), 0, 1));
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        if (width() < 20 || height() < 20) {
            return;
        }
        ValueScale scale = scale();
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        g.setLineDashes();
        drawCells(g, palette, scale);
        drawAxes(g, palette, scale);
        drawLine(g, palette, scale);
        drawTarget(g, palette, scale);
        drawPointed(g, palette, scale);
    }

    private void drawCells(GraphicsContext g, Palette palette, ValueScale scale) {
        long most = picture.counts.stream().flatMap(List::stream).mapToLong(Long::longValue).max().orElse(0);
        TimeAxis axis = axis();
        double gap = left(axis, 1) - left(axis, 0) > 4 ? 1 : 0;
        for (int i = 0; i < picture.counts.size(); i++) {
            double left = Math.round(left(axis, i));
            double wide = Math.max(1, Math.round(left(axis, i + 1)) - left - gap);
            for (int bucket = 0; bucket < picture.bounds.size(); bucket++) {
                long count = picture.counts.get(i).get(bucket);
                if (count > 0) {
                    double top = Math.round(y(scale, picture.bounds.get(bucket)));
                    double bottom = Math.round(y(scale, picture.bounds.get(bucket) / factor()));
                    // The square root lets the few slow ones be seen beside the many.
                    g.setFill(palette.heat(Math.sqrt((double) count / most)));
                    g.fillRect(left, top, wide, Math.max(1, bottom - top - 1));
                }
            }
        }
    }

    private void drawAxes(GraphicsContext g, Palette palette, ValueScale scale) {
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        double lowest = Double.MAX_VALUE;
        for (double tick : LogTicks.of(scale.low(), scale.high(), height() / 30)) {
            double y = Math.round(y(scale, tick)) + 0.5;
            g.setStroke(palette.grid());
            g.setLineWidth(1);
            if (picture.counts.isEmpty()) {
                g.strokeLine(LEFT, y, LEFT + width(), y);
            } else {
                g.strokeLine(LEFT - 4, y, LEFT, y);
            }
            g.fillText(LogTicks.words(tick, tick < lowest), LEFT - 8, y);
            lowest = Math.min(lowest, tick);
        }
        TimeAxis axis = axis();
        g.setTextAlign(TextAlignment.CENTER);
        for (long tick : axis.ticks(picture.from)) {
            double x = axis.x(tick);
            if (x < LEFT + width() - 12) {
                g.fillText(Formats.clock(Duration.ofMillis(tick - picture.from)), Math.max(x, LEFT + 8), getHeight() - BOTTOM / 2);
            }
        }
    }

    private void drawLine(GraphicsContext g, Palette palette, ValueScale scale) {
        TimeAxis axis = axis();
        // A rim in the panel's colour, or the line is lost over bright cells.
        for (boolean rim : new boolean[]{true, false}) {
            g.setStroke(rim ? palette.panel().deriveColor(0, 1, 1, 0.7) : palette.of(SeriesColor.FORECAST));
            g.setLineWidth(rim ? 4 : 1.75);
            g.beginPath();
            boolean on = false;
            for (int i = 0; i < picture.line.length; i++) {
                double value = picture.line[i];
                if (Double.isNaN(value)) {
                    on = false;
                } else if (on) {
                    g.lineTo(left(axis, i + 0.5), y(scale, value));
                } else {
                    g.moveTo(left(axis, i + 0.5), y(scale, value));
                    on = true;
                }
            }
            g.stroke();
        }
    }

    private void drawTarget(GraphicsContext g, Palette palette, ValueScale scale) {
        if (Double.isNaN(target) || target > scale.high() || target < scale.low()) {
            return;
        }
        double y = Math.round(y(scale, target)) + 0.5;
        g.setStroke(palette.text());
        g.setLineWidth(1);
        g.setLineDashes(4, 4);
        g.strokeLine(LEFT, y, LEFT + width(), y);
        g.setLineDashes();
        LogTicks.label(g, palette, targetLabel, LEFT + width() - 4, y - 9 < TOP ? y + 10 : y - 9, TextAlignment.RIGHT);
    }

    private void drawPointed(GraphicsContext g, Palette palette, ValueScale scale) {
        Long time = crosshair.time();
        if (time == null || time < picture.from || time > picture.to) {
            return;
        }
        TimeAxis axis = axis();
        double x = Math.round(axis.x(time)) + 0.5;
        int at = (int) ((time - picture.from) / Math.max(1, picture.length.toMillis()));
        g.setStroke(palette.muted());
        g.setLineWidth(1);
        g.strokeLine(x, TOP, x, TOP + height());
        if (at >= picture.counts.size()) {
            return;
        }
        List<Long> column = picture.counts.get(at);
        long all = column.stream().mapToLong(Long::longValue).sum();
        Tooltip tooltip = new Tooltip(Formats.clock(picture.length.multipliedBy(at)));
        tooltip.line("answers", Formats.count(all));
        tooltip.line(lineName, Double.isNaN(picture.line[at]) ? Formats.NONE : Formats.number(picture.line[at]) + " ms");
        fullest(column, all).ifPresent(bucket -> tooltip.line("most", bucket));
        if (crosshair.isOver(this)) {
            tooltip.draw(g, palette, x, getWidth(), TOP + 4, TOOLTIP_WIDTH);
        }
        if (!Double.isNaN(picture.line[at])) {
            g.setFill(palette.of(SeriesColor.FORECAST));
            g.fillOval(x - 3.5, y(scale, picture.line[at]) - 3.5, 7, 7);
        }
    }

    private Optional<String> fullest(List<Long> column, long all) {
        if (all == 0) {
            return Optional.empty();
        }
        int most = 0;
        for (int i = 1; i < column.size(); i++) {
            most = column.get(i) > column.get(most) ? i : most;
        }
        double high = picture.bounds.get(most);
        return Optional.of(Formats.glance(high / factor()) + " – " + Formats.glance(high) + " ms");
    }
}
