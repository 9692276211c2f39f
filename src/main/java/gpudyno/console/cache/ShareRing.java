package gpudyno.console.cache;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.TextAlignment;

/// A share of 100 % as an open ring around its number.
final class ShareRing extends CanvasRegion {
    private static final double SIDE = 92;
    private static final double START = 225;
    private static final double SWEEP = 270;

    private final SeriesColor color;
    private double percent = Double.NaN;

    ShareRing(SeriesColor color) {
        this.color = color;
        setMinSize(SIDE, SIDE);
        setPrefSize(SIDE, SIDE);
        setMaxSize(SIDE, SIDE);
        begin();
    }

    /// @param now NaN where it is not known
    void show(double now, String of) {
        percent = now;
        setAccessibleText(Double.isNaN(now) ? "not measured" : Math.round(now) + " % " + of);
        redraw();
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        if (getWidth() < 20) {
            return;
        }
        double edge = 6;
        double size = SIDE - 2 * edge;
        g.setLineCap(StrokeLineCap.BUTT);
        g.setLineWidth(9);
        g.setStroke(palette.track());
        g.strokeArc(edge, edge, size, size, START, -SWEEP, ArcType.OPEN);
        if (percent > 0) {
            g.setStroke(palette.of(color));
            g.strokeArc(edge, edge, size, size, START, -SWEEP * Math.min(percent, 100) / 100, ArcType.OPEN);
        }
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.CENTER);
        g.setFont(Fonts.semiBold(22));
        g.setFill(palette.text());
        g.fillText(Double.isNaN(percent) ? Formats.NONE : Formats.number(percent, 0), SIDE / 2, SIDE / 2 - 2);
        g.setFont(Fonts.regular(11));
        g.setFill(palette.muted());
        g.fillText("%", SIDE / 2, SIDE / 2 + 16);
    }
}
