package gpudyno.console.chart;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/// Round values of a logarithmic axis of milliseconds.
final class LogTicks {
    private static final double[][] STEPS = {{1, 2, 5}, {1, 3}, {1}};

    private LogTicks() {
    }

    /// As many as there is room for, of 1-2-5, 1-3 or whole decades.
    static List<Double> of(double low, double high, double room) {
        List<Double> ticks = List.of();
        for (double[] steps : STEPS) {
            ticks = new ArrayList<>();
            for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10) {
                for (double step : steps) {
                    double tick = step * decade;
                    if (tick >= low * 0.999 && tick <= high * 1.001) {
                        ticks.add(tick);
                    }
                }
            }
            if (ticks.size() <= room) {
                return ticks;
            }
        }
        return ticks;
    }

    /// `100`, `2 s`; the lowest one names its unit.
    static String words(double milliseconds, boolean withUnit) {
        return milliseconds >= 1000
                ? Formats.glance(milliseconds / 1000) + " s"
                : Formats.glance(milliseconds) + (withUnit ? " ms" : "");
    }

    /// How wide words are, in pixels.
    static double width(GraphicsContext g, String words) {
        Text measure = new Text(words);
        measure.setFont(g.getFont());
        return measure.getLayoutBounds().getWidth();
    }

    /// Words that stay readable over whatever lies under them: a rim in the panel's colour around each letter, which hides no more of a line
    /// than it must.
    static void label(GraphicsContext g, Palette palette, String words, double x, double y, TextAlignment align) {
        g.setTextAlign(align);
        g.setLineDashes();
        g.setLineWidth(3);
        g.setStroke(palette.panel().deriveColor(0, 1, 1, 0.85));
        g.strokeText(words, x, y);
        g.setLineWidth(1);
        g.setFill(palette.text());
        g.fillText(words, x, y);
    }
}
