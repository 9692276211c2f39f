package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Latency by percentile, the slow end spread out as `log 1 / (1 - p)`: from the median to 99.99 %, milliseconds on a logarithmic scale.
public final class PercentileChart extends CanvasRegion implements Exportable {
    private static final double LEFT = 52;
    private static final double RIGHT = 16;
    private static final double TOP = 12;
    private static final double BOTTOM = 24;
    private static final double LOWEST = 50;
    private static final double HIGHEST = 99.99;
    private static final double[] TICKS = {50, 75, 90, 95, 99, 99.9, 99.99};
    private static final double TOOLTIP_WIDTH = 190;

    /// A curve.
    ///
    /// @param percentiles 0 to 100, rising
    /// @param values milliseconds
    public record Curve(String name, SeriesColor color, double[] percentiles, double[] values) {
        /// Straight between two known percentiles of the axis; NaN outside.
        double at(double percentile) {
            for (int i = 1; i < percentiles.length; i++) {
                if (percentiles[i] >= percentile && percentiles[i - 1] <= percentile) {
                    double span = tail(percentiles[i]) - tail(percentiles[i - 1]);
                    double share = span <= 0 ? 0 : (tail(percentile) - tail(percentiles[i - 1])) / span;
                    return values[i - 1] * Math.pow(values[i] / values[i - 1], share);
                }
            }
            return Double.NaN;
        }
    }

    private List<Curve> curves = List.of();
    private double target = Double.NaN;
    private String targetLabel = "";
    private double pointAt = Double.NaN;
    private @Nullable Double pointer;

    public PercentileChart() {
        setMinSize(140, 100);
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

    /// @param marked percentile of the first curve that gets a dot and its value; NaN for none
    public void show(List<Curve> shown, double marked) {
        curves = List.copyOf(shown);
        pointAt = marked;
        redraw();
    }

    @Override
    public String csv() {
        SortedMap<Double, Double[]> rows = new TreeMap<>();
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            for (int j = 0; j < curve.percentiles.length; j++) {
                rows.computeIfAbsent(curve.percentiles[j], _ -> new Double[curves.size()])[i] = curve.values[j];
            }
        }
        List<String> header = new ArrayList<>(List.of("percentile"));
        curves.forEach(curve -> header.add(curve.name + " ms"));
        Csv csv = new Csv(header);
        rows.forEach((percentile, values) -> {
            List<Object> cells = new ArrayList<>(List.of(percentile));
            for (Double value : values) {
                cells.add(value == null ? Double.NaN : value);
            }
            csv.line(cells);
        });
        return csv.toString();
    }

    private static double tail(double percentile) {
        return -Math.log10(1 - Math.min(percentile, HIGHEST) / 100);
    }

    private double x(double percentile) {
        double low = tail(LOWEST);
        return LEFT + (getWidth() - LEFT - RIGHT) * (tail(percentile) - low) / (tail(HIGHEST) - low);
    }

    private double y(ValueScale scale, double value) {
        return TOP + (getHeight() - TOP - BOTTOM) * (1 - Math.clamp(scale.share(value), 0, 1));
    }

    private ValueScale scale() {
        double least = Double.MAX_VALUE;
        double greatest = 0;
        for (Curve curve : curves) {
            for (int i = 0; i < curve.values.length; i++) {
                if (curve.percentiles[i] >= LOWEST && curve.percentiles[i] <= HIGHEST) {
                    least = Math.min(least, curve.values[i]);
                    greatest = Math.max(greatest, curve.values[i]);
                }
            }
        }
        if (greatest <= 0) {
            return new ValueScale(1, 1000, true, 0);
        }
        double high = !Double.isNaN(target) && target < greatest * 20 ? Math.max(greatest, target) : greatest;
        return new ValueScale(Math.max(least, 1e-3) / 1.25, Math.max(high, least * 2) * 1.25, true, 0);
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        if (getWidth() < LEFT + RIGHT + 40 || getHeight() < TOP + BOTTOM + 30) {
            return;
        }
        ValueScale scale = scale();
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        g.setLineDashes();
        drawGrid(g, palette, scale);
        drawTarget(g, palette, scale);
        curves.forEach(curve -> drawCurve(g, palette, scale, curve));
        drawMark(g, palette, scale);
        drawPointed(g, palette, scale);
    }

    private void drawGrid(GraphicsContext g, Palette palette, ValueScale scale) {
        g.setLineWidth(1);
        g.setStroke(palette.grid());
        g.setFill(palette.muted());
        g.setTextAlign(TextAlignment.RIGHT);
        boolean lowest = true;
        for (double tick : LogTicks.of(scale.low(), scale.high(), (getHeight() - TOP - BOTTOM) / 22)) {
            double y = Math.round(y(scale, tick)) + 0.5;
            g.strokeLine(LEFT, y, getWidth() - RIGHT, y);
            g.fillText(LogTicks.words(tick, lowest), LEFT - 8, y);
            lowest = false;
        }
        g.setTextAlign(TextAlignment.CENTER);
        for (double tick : TICKS) {
            double x = Math.round(x(tick)) + 0.5;
            g.strokeLine(x, TOP, x, getHeight() - BOTTOM);
            g.fillText(Formats.number(tick, tick == Math.rint(tick) ? 0 : tick > 99.95 ? 2 : 1), Math.min(x, getWidth() - RIGHT - 6),
                    getHeight() - BOTTOM / 2);
        }
    }

    private void drawTarget(GraphicsContext g, Palette palette, ValueScale scale) {
        if (Double.isNaN(target) || target > scale.high() || target < scale.low()) {
            return;
        }
        double y = Math.round(y(scale, target)) + 0.5;
        g.setStroke(palette.text());
        g.setLineDashes(4, 4);
        g.strokeLine(LEFT, y, getWidth() - RIGHT, y);
        g.setLineDashes();
        LogTicks.label(g, palette, targetLabel, getWidth() - RIGHT - 4, y - 10 < TOP ? y + 10 : y - 10, TextAlignment.RIGHT);
    }

    private void drawCurve(GraphicsContext g, Palette palette, ValueScale scale, Curve curve) {
        g.setStroke(palette.of(curve.color));
        g.setLineWidth(1.75);
        g.beginPath();
        boolean on = false;
        for (int i = 0; i < curve.percentiles.length; i++) {
            if (curve.percentiles[i] < LOWEST || curve.percentiles[i] > HIGHEST) {
                continue;
            }
            if (on) {
                g.lineTo(x(curve.percentiles[i]), y(scale, curve.values[i]));
            } else {
                g.moveTo(x(curve.percentiles[i]), y(scale, curve.values[i]));
                on = true;
            }
        }
        g.stroke();
    }

    private void drawMark(GraphicsContext g, Palette palette, ValueScale scale) {
        if (curves.isEmpty() || Double.isNaN(pointAt) || pointer != null) {
            return;
        }
        double value = curves.getFirst().at(pointAt);
        if (!Double.isNaN(value)) {
            double x = x(pointAt);
            double y = y(scale, value);
            g.setFill(palette.panel());
            g.fillOval(x - 5, y - 5, 10, 10);
            g.setFill(palette.of(curves.getFirst().color));
            g.fillOval(x - 3.5, y - 3.5, 7, 7);
            g.setFont(Fonts.semiBold(11));
            LogTicks.label(g, palette, Formats.quantity(value, "ms").toString(), x - 10, y - 12, TextAlignment.RIGHT);
            g.setFont(Fonts.regular(11));
        }
    }

    private void drawPointed(GraphicsContext g, Palette palette, ValueScale scale) {
        if (pointer == null || curves.isEmpty() || pointer < LEFT || pointer > getWidth() - RIGHT) {
            return;
        }
        double low = tail(LOWEST);
        double share = (pointer - LEFT) / (getWidth() - LEFT - RIGHT);
        double percentile = 100 * (1 - Math.pow(10, -(low + share * (tail(HIGHEST) - low))));
        double x = Math.round(pointer) + 0.5;
        g.setStroke(palette.muted());
        g.setLineWidth(1);
        g.strokeLine(x, TOP, x, getHeight() - BOTTOM);
        Tooltip tooltip = new Tooltip("p" + Formats.number(percentile, percentile < 99 ? 1 : percentile < 99.9 ? 2 : 3));
        for (Curve curve : curves) {
            double value = curve.at(percentile);
            tooltip.line(curve.name, Double.isNaN(value) ? Formats.NONE : Formats.number(value) + " ms");
            if (!Double.isNaN(value)) {
                g.setFill(palette.of(curve.color));
                g.fillOval(x - 3.5, y(scale, value) - 3.5, 7, 7);
            }
        }
        tooltip.draw(g, palette, x, getWidth(), TOP + 4, TOOLTIP_WIDTH);
    }
}
