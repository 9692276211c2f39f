package gpudyno.console.kit;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;

/// A line without axes that ends in a dot. What is not known (NaN) is a dotted level, never an invented line.
public final class Sparkline extends CanvasRegion {
    private double[] values = {};
    private Status status = Status.SUCCESS;
    private double floor = Double.NaN;
    private double ceiling = Double.NaN;

    public Sparkline(double width, double height) {
        setMinSize(0, height);
        setPrefSize(width, height);
        setMaxHeight(height);
        setMouseTransparent(true);
        begin();
    }

    /// Keeps the scale from closing in on noise: it spans at least `floor` to `ceiling`.
    public Sparkline spanning(double floor, double ceiling) {
        this.floor = floor;
        this.ceiling = ceiling;
        return this;
    }

    /// @param values evenly spaced, oldest first; NaN where nothing is known
    public void show(double[] values, Status status) {
        FxThread.require();
        this.values = values.clone();
        this.status = status;
        redraw();
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        double width = canvas().getWidth();
        double height = canvas().getHeight();
        if (width < 8 || height < 8 || values.length == 0) {
            return;
        }
        Scale scale = scale(width, height);
        Color color = palette.of(status);
        g.setLineWidth(1.25);
        g.setLineJoin(StrokeLineJoin.ROUND);
        int start = 0;
        while (start < values.length) {
            int end = start;
            boolean known = !Double.isNaN(values[start]);
            while (end < values.length && known == !Double.isNaN(values[end])) {
                end++;
            }
            if (known) {
                area(g, palette.subtle(color), scale, start, end, color, height);
            } else {
                gap(g, palette.muted(), scale, start, end);
            }
            start = end;
        }
        if (!Double.isNaN(values[values.length - 1])) {
            g.setFill(color);
            g.fillOval(scale.x(values.length - 1) - 2, scale.y(values[values.length - 1]) - 2, 4, 4);
        }
    }

    private static void line(GraphicsContext g, Scale scale, double[] values, int start, int end) {
        g.beginPath();
        g.moveTo(scale.x(start), scale.y(values[start]));
        for (int i = start + 1; i < end; i++) {
            g.lineTo(scale.x(i), scale.y(values[i]));
        }
    }

    private void area(GraphicsContext g, Color fill, Scale scale, int start, int end, Color color, double height) {
        line(g, scale, values, start, end);
        g.lineTo(scale.x(end - 1), height);
        g.lineTo(scale.x(start), height);
        g.closePath();
        g.setFill(fill);
        g.fill();
        line(g, scale, values, start, end);
        g.setLineDashes();
        g.setStroke(color);
        g.stroke();
    }

    private void gap(GraphicsContext g, Color color, Scale scale, int start, int end) {
        double level = scale.y(start > 0 ? values[start - 1] : (scale.low + scale.high) / 2);
        g.setStroke(color);
        g.setLineCap(StrokeLineCap.BUTT);
        g.setLineDashes(1.5, 3);
        g.strokeLine(scale.x(Math.max(0, start - 1)) + 3, level, scale.x(end - 1), level);
        g.setLineDashes();
    }

    private Scale scale(double width, double height) {
        double low = Double.isNaN(floor) ? Double.POSITIVE_INFINITY : floor;
        double high = Double.isNaN(ceiling) ? Double.NEGATIVE_INFINITY : ceiling;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return low <= high ? new Scale(low, high, values.length, width, height) : new Scale(0, 0, values.length, width, height);
    }

    /// Values to pixels, with 2 px left free for the dot at the end.
    private record Scale(double low, double high, int points, double width, double height) {
        double x(int index) {
            return points == 1 ? width - 2 : index * (width - 2.5) / (points - 1);
        }

        double y(double value) {
            double share = high > low ? (value - low) / (high - low) : 0.5;
            return height - 3 - share * (height - 6);
        }
    }
}
