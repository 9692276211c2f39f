package gpudyno.console.chart;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.FxThread;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// A device's memory as a bar: what is used, what is held beyond it, what is free, with marks where pressure rises.
public final class MemoryBar extends CanvasRegion {
    private static final double BAR = 20;
    private static final double HEIGHT = 36;

    private double used = Double.NaN;
    private double held = Double.NaN;
    private boolean stale;

    public MemoryBar() {
        setMinSize(120, HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
        setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
        begin();
    }

    /// @param usedShare of the whole, 0 to 1
    /// @param heldShare used and held together; NaN where that is not told
    /// @param old whether it is the last that was heard
    public void show(double usedShare, double heldShare, boolean old) {
        FxThread.require();
        used = usedShare;
        held = heldShare;
        stale = old;
        setAccessibleText(Math.round(usedShare * 100) + " % of the memory used");
        redraw();
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        double width = canvas().getWidth();
        if (width < 40) {
            return;
        }
        g.setFill(palette.track());
        g.fillRoundRect(0, 0, width, BAR, 4, 4);
        Color color = stale ? palette.borderStrong() : palette.of(SeriesColor.ACTUAL);
        if (held > used) {
            g.setFill(color.deriveColor(0, 1, 1, 0.35));
            g.fillRoundRect(0, 0, width * Math.clamp(held, 0, 1), BAR, 4, 4);
        }
        if (used > 0) {
            g.setFill(color);
            g.fillRoundRect(0, 0, Math.max(2, width * Math.clamp(used, 0, 1)), BAR, 4, 4);
        }
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.CENTER);
        mark(g, palette, 70, "70", palette.of(Status.WARNING));
        mark(g, palette, 85, "85", palette.of(Status.WARNING));
        mark(g, palette, 95, "95 %", palette.of(Status.DANGER));
    }

    private void mark(GraphicsContext g, Palette palette, double percent, String words, Color color) {
        double x = Math.round(canvas().getWidth() * percent / 100) + 0.5;
        g.setStroke(color);
        g.setLineWidth(2);
        g.strokeLine(x, 1, x, BAR - 1);
        g.setFill(palette.muted());
        g.fillText(words, Math.min(x, canvas().getWidth() - 14), BAR + 8);
    }
}
