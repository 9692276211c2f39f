package gpudyno.console.chart;

import gpudyno.console.kit.Palette;
import javafx.scene.canvas.GraphicsContext;

/// The rectangle of a chart that values are drawn in.
record PlotArea(double left, double top, double right, double bottom) {
    private static final double HATCH = 8;

    /// @return whether there is room to draw
    boolean isOpen() {
        return right - left > 20 && bottom - top > 20;
    }

    double width() {
        return right - left;
    }

    double height() {
        return bottom - top;
    }

    double y(ValueScale scale, double value) {
        return top + (1 - Math.clamp(scale.share(value), 0, 1)) * height();
    }

    /// Stripes over a stretch of which nothing is known.
    void hatch(GraphicsContext g, Palette palette, double from, double to) {
        g.save();
        g.beginPath();
        g.rect(from, top, to - from, height());
        g.clip();
        g.setStroke(palette.grid());
        g.setLineWidth(1);
        for (double x = from - height(); x < to; x += HATCH) {
            g.strokeLine(x, bottom, x + height(), top);
        }
        g.restore();
    }
}
