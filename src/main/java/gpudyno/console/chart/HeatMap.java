package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

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
    /// @param length of each column
    /// @param bounds upper ends of the buckets, milliseconds, rising by one factor
    /// @param counts a list a column, a count a bucket
    /// @param line a value a column, milliseconds; NaN for none
    public record Picture(Duration length, List<Double> bounds, List<List<Long>> counts, double[] line) {
        public static final Picture EMPTY = new Picture(Duration.ofSeconds(1), List.of(), List.of(), new double[0]);
    }

    private final String lineName;
    private Picture picture = Picture.EMPTY;
    private double target = Double.NaN;
    private String targetLabel = "";
    private @Nullable Double pointer;

    /// @param lineName what the line over the cells is, such as `p95`
    public HeatMap(String lineName) {
        this.lineName = lineName;
        setMinSize(120, 90);
        canvas().setOnMouseMoved(event -> point(event.getX()));
        canvas().setOnMouseExited(_ -> point(null));
        begin();
    }

    private void point(@Nullable Double x) {
        pointer = x;
        redraw();
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
        double column = width() / Math.max(1, picture.counts.size());
        double gap = column > 4 ? 1 : 0;
        for (int i = 0; i < picture.counts.size(); i++) {
            double left = Math.round(LEFT + i * column);
            double wide = Math.max(1, Math.round(LEFT + (i + 1) * column) - left - gap);
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
        long whole = Math.max(1000, picture.length.toMillis() * picture.counts.size());
        TimeAxis axis = new TimeAxis(0, whole, LEFT, width());
        g.setTextAlign(TextAlignment.CENTER);
        for (long tick : axis.ticks()) {
            double x = axis.x(tick);
            if (x < LEFT + width() - 12) {
                g.fillText(Formats.clock(Duration.ofMillis(tick)), Math.max(x, LEFT + 8), getHeight() - BOTTOM / 2);
            }
        }
    }

    private void drawLine(GraphicsContext g, Palette palette, ValueScale scale) {
        double column = width() / Math.max(1, picture.counts.size());
        // A rim in the panel's colour, or the line is lost over bright cells.
        for (boolean rim : new boolean[]{true, false}) {
            g.setStroke(rim ? palette.panel().deriveColor(0, 1, 1, 0.7) : palette.forecast());
            g.setLineWidth(rim ? 4 : 1.75);
            g.beginPath();
            boolean on = false;
            for (int i = 0; i < picture.line.length; i++) {
                double value = picture.line[i];
                if (Double.isNaN(value)) {
                    on = false;
                } else if (on) {
                    g.lineTo(LEFT + (i + 0.5) * column, y(scale, value));
                } else {
                    g.moveTo(LEFT + (i + 0.5) * column, y(scale, value));
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
        int count = picture.counts.size();
        if (pointer == null || count == 0 || pointer < LEFT || pointer >= LEFT + width()) {
            return;
        }
        int at = Math.clamp((int) ((pointer - LEFT) / width() * count), 0, count - 1);
        double x = Math.round(LEFT + (at + 0.5) * width() / count) + 0.5;
        g.setStroke(palette.muted());
        g.setLineWidth(1);
        g.strokeLine(x, TOP, x, TOP + height());
        List<Long> column = picture.counts.get(at);
        long all = column.stream().mapToLong(Long::longValue).sum();
        Tooltip tooltip = new Tooltip(Formats.clock(Duration.ofMillis(picture.length.toMillis() * at)));
        tooltip.line("answers", Formats.count(all));
        tooltip.line(lineName, Double.isNaN(picture.line[at]) ? Formats.NONE : Formats.number(picture.line[at]) + " ms");
        fullest(column, all).ifPresent(bucket -> tooltip.line("most", bucket));
        tooltip.draw(g, palette, x, getWidth(), TOP + 4, TOOLTIP_WIDTH);
        if (!Double.isNaN(picture.line[at])) {
            g.setFill(palette.forecast());
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
