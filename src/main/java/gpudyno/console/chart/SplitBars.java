package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import java.util.List;
import java.util.function.DoubleFunction;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Bars of two parts, one on the other, such as serving and idle by the hour.
public final class SplitBars extends CanvasRegion implements Exportable {
    private static final double LEFT = 44;
    private static final double RIGHT = 8;
    private static final double TOP = 10;
    private static final double BOTTOM = 22;
    private static final int NAMED = 6;

    /// @param name under the bar
    public record Bar(String name, double lower, double upper) {}

    private final String lower;
    private final String upper;
    private @Nullable SeriesColor upperColor;
    private List<Bar> bars = List.of();
    private DoubleFunction<String> words = Double::toString;

    /// @param lower what the lower parts are; likewise `upper`
    public SplitBars(String title, String lower, String upper) {
        this.lower = lower;
        this.upper = upper;
        setMinSize(120, 90);
        setAccessibleText(title);
        begin();
    }

    /// Colours the upper parts, which are grey otherwise.
    public SplitBars upper(SeriesColor color) {
        upperColor = color;
        return this;
    }

    public void show(List<Bar> now, DoubleFunction<String> amounts) {
        bars = List.copyOf(now);
        words = amounts;
        redraw();
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("part", lower, upper));
        bars.forEach(bar -> csv.line(List.of(bar.name, bar.lower, bar.upper)));
        return csv.toString();
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        PlotArea plot = new PlotArea(LEFT, TOP, getWidth() - RIGHT, getHeight() - BOTTOM);
        if (!plot.isOpen() || bars.isEmpty()) {
            return;
        }
        ValueScale scale = ValueScale.linear(bars.stream().mapToDouble(bar -> bar.lower + bar.upper).max().orElse(1));
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        g.setLineWidth(1);
        for (int i = 0; i <= 2; i++) {
            double y = Math.round(plot.bottom() - i / 2.0 * plot.height()) + 0.5;
            g.setStroke(palette.grid());
            g.strokeLine(plot.left(), y, plot.right(), y);
            g.setFill(palette.muted());
            g.setTextAlign(TextAlignment.RIGHT);
            g.fillText(words.apply(i / 2.0 * scale.high()), plot.left() - 6, y);
        }
        double each = plot.width() / bars.size();
        int every = Math.max(1, Math.ceilDiv(bars.size(), NAMED));
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double x = plot.left() + i * each;
            double width = Math.max(1, each - 2);
            double middle = plot.y(scale, bar.lower);
            g.setFill(palette.of(SeriesColor.ACTUAL));
            g.fillRect(x + 1, middle, width, plot.bottom() - middle);
            double top = plot.y(scale, bar.lower + bar.upper);
            g.setFill(upperColor == null ? palette.borderStrong() : palette.of(upperColor));
            g.fillRect(x + 1, top, width, middle - top);
            if (i % every == 0) {
                g.setFill(palette.muted());
                g.setTextAlign(TextAlignment.CENTER);
                g.fillText(bar.name, x + each / 2, plot.bottom() + 12);
            }
        }
    }
}
