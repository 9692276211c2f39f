package gpudyno.console.chart;

import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Palette;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/// Periods marked on a time line, and the one that a person drags over it.
final class Brushes {
    /// Pixels under which a press and a release are a click.
    private static final double LEAST = 6;
    private static final double TAG = 16;

    private final Runnable changed;
    private List<SpanLanes.Brush> brushes = List.of();
    private SpanLanes.@Nullable Dragged dragged;
    private TimeAxis axis = new TimeAxis(0, 1, 0, 1);
    private double pressed = Double.NaN;
    private double reached;

    Brushes(Canvas canvas, Runnable changed) {
        this.changed = changed;
        canvas.setOnMousePressed(event -> pressed = event.getX() < axis.left() ? Double.NaN : event.getX());
        canvas.setOnMouseDragged(event -> {
            reached = within(event.getX());
            changed.run();
        });
        canvas.setOnMouseReleased(this::release);
    }

    void onDrag(SpanLanes.Dragged taken) {
        dragged = taken;
    }

    void show(List<SpanLanes.Brush> shown) {
        brushes = List.copyOf(shown);
        changed.run();
    }

    private double within(double x) {
        return Math.clamp(x, axis.left(), axis.left() + axis.width());
    }

    private void release(MouseEvent event) {
        double begun = pressed;
        double end = within(event.getX());
        pressed = Double.NaN;
        if (dragged != null && Math.abs(end - begun) >= LEAST) {
            long from = axis.time(Math.min(begun, end));
            long to = axis.time(Math.max(begun, end));
            if (from < to) {
                dragged.over(from, to, event.isShiftDown());
            }
        }
        changed.run();
    }

    void draw(GraphicsContext g, Palette palette, TimeAxis now, double bottom) {
        axis = now;
        for (SpanLanes.Brush brush : brushes) {
            double left = within(axis.x(brush.from()));
            double right = within(axis.x(brush.to()));
            if (right > left) {
                Color color = brush.accent() ? palette.accent() : palette.muted();
                area(g, palette, color, left, right, bottom);
                tag(g, palette, color, brush.name(), left, right);
            }
        }
        if (!Double.isNaN(pressed) && Math.abs(reached - pressed) >= LEAST) {
            area(g, palette, palette.text(), Math.min(pressed, reached), Math.max(pressed, reached), bottom);
        }
    }

    private static void area(GraphicsContext g, Palette palette, Color color, double left, double right, double bottom) {
        g.setFill(palette.subtle(color));
        g.fillRect(left, 0, right - left, bottom);
        g.setStroke(color);
        g.strokeLine(Math.round(left) + 0.5, 0, Math.round(left) + 0.5, bottom);
        g.strokeLine(Math.round(right) - 0.5, 0, Math.round(right) - 0.5, bottom);
    }

    private static void tag(GraphicsContext g, Palette palette, Color color, String name, double left, double right) {
        double width = 12 + 7.0 * name.length();
        double x = (left + right - width) / 2;
        g.setFill(color);
        g.fillRoundRect(x, 0, width, TAG, TAG, TAG);
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.CENTER);
        g.setFont(Fonts.semiBold(11));
        g.setFill(palette.background());
        g.fillText(name, x + width / 2, TAG / 2);
    }
}
