package gpudyno.console.chart;

import gpudyno.console.kit.Palette;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/// What a chart tells beside the pointer: a title, and names with their values.
final class Tooltip {
    private static final double LINE = 18;

    private final String title;
    private final List<String[]> lines = new ArrayList<>();

    Tooltip(String title) {
        this.title = title;
    }

    void line(String name, String value) {
        lines.add(new String[]{name, value});
    }

    /// To the right of `x`, or to its left where there is no room before `edge`.
    void draw(GraphicsContext g, Palette palette, double x, double edge, double top, double width) {
        double left = x + 12 + width > edge ? x - 12 - width : x + 12;
        double height = 26 + LINE * lines.size();
        g.setFill(palette.overlay());
        g.setStroke(palette.borderStrong());
        g.setLineWidth(1);
        g.fillRoundRect(left, top, width, height, 8, 8);
        g.strokeRoundRect(left, top + 0.5, width, height, 8, 8);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.text());
        g.fillText(title, left + 10, top + 13);
        for (int i = 0; i < lines.size(); i++) {
            double y = top + 31 + LINE * i;
            g.setTextAlign(TextAlignment.LEFT);
            g.setFill(palette.muted());
            g.fillText(lines.get(i)[0], left + 10, y);
            g.setTextAlign(TextAlignment.RIGHT);
            g.setFill(palette.text());
            g.fillText(lines.get(i)[1], left + width - 10, y);
        }
    }
}
