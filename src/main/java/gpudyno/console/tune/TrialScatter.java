package gpudyno.console.tune;

import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.Theme;
import gpudyno.model.meter.DerivedMeters;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// Trials by throughput and p95. The p95 axis is logarithmic: stock and best may lie an order of magnitude apart.
final class TrialScatter extends Region {
    private static final double LEFT = 52;
    private static final double RIGHT = 14;
    private static final double TOP = 12;
    private static final double BOTTOM = 38;

    private final Canvas canvas = new Canvas();
    private List<TrialRow> trials = List.of();
    private Optional<Double> slo = Optional.empty();
    private Palette palette = Theme.DARK.palette();

    /// Where values lie on the canvas.
    private record Axes(double width, double height, double mostThroughput, double leastLatency, double mostLatency) {
        double x(double throughput) {
            return LEFT + throughput / mostThroughput * (width - LEFT - RIGHT);
        }

        double y(double latency) {
            double share = Math.log(latency / leastLatency) / Math.log(mostLatency / leastLatency);
            return height - BOTTOM - share * (height - TOP - BOTTOM);
        }
    }

    TrialScatter() {
        getChildren().add(canvas);
        setMinSize(120, 120);
        setPrefHeight(290);
        Theme.onChange(this, colors -> {
            palette = colors;
            draw();
        });
    }

    /// @param slo the p95 target in ms, if there is one
    void show(List<TrialRow> rows, Optional<Double> slo) {
        trials = rows.stream().filter(row -> row.value(DerivedMeters.THROUGHPUT) >= 0 && row.value(DerivedMeters.LATENCY_P95) > 0).toList();
        this.slo = slo;
        draw();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        draw();
    }

    private void draw() {
        if (getWidth() < 2 * LEFT || getHeight() < 2 * BOTTOM) {
            return;
        }
        GraphicsContext g = canvas.getGraphicsContext2D();
        g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        g.setFont(Fonts.regular(11));
        Axes axes = axes();
        slo.ifPresent(bound -> band(g, axes, bound));
        grid(g, axes);
        slo.ifPresent(bound -> line(g, axes, bound));
        for (TrialRow row : trials.reversed()) {
            mark(g, row, axes.x(row.value(DerivedMeters.THROUGHPUT)), axes.y(row.value(DerivedMeters.LATENCY_P95)));
        }
    }

    private Axes axes() {
        double most = trials.stream().mapToDouble(row -> row.value(DerivedMeters.THROUGHPUT)).max().orElse(100);
        double high = Math.max(slo.orElse(100.0) * 2, trials.stream().mapToDouble(row -> row.value(DerivedMeters.LATENCY_P95)).max().orElse(1));
        double low = Math.min(slo.orElse(100.0) / 10, trials.stream().mapToDouble(row -> row.value(DerivedMeters.LATENCY_P95)).min().orElse(1e9));
        double step = step(Math.max(most, 1) * 1.1);
        return new Axes(getWidth(), getHeight(), Math.ceil(Math.max(most, 1) * 1.1 / step) * step, low / 1.25, high * 1.15);
    }

    private static double step(double span) {
        double power = Math.pow(10, Math.floor(Math.log10(span / 4)));
        double share = span / 4 / power;
        return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
    }

    private void band(GraphicsContext g, Axes axes, double bound) {
        g.setFill(palette.subtle(palette.danger()));
        g.fillRect(LEFT, TOP, axes.width - LEFT - RIGHT, axes.y(bound) - TOP);
    }

    private void grid(GraphicsContext g, Axes axes) {
        g.setLineDashes();
        g.setLineWidth(1);
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.CENTER);
        double step = step(axes.mostThroughput);
        for (double value = 0; value <= axes.mostThroughput + step / 1000; value += step) {
            double x = Math.rint(axes.x(value)) + 0.5;
            g.setStroke(palette.grid());
            g.strokeLine(x, TOP, x, axes.height - BOTTOM);
            g.setFill(palette.muted());
            g.fillText(Formats.number(value), x, axes.height - BOTTOM + 12);
        }
        g.fillText("throughput, req/s", (LEFT + axes.width - RIGHT) / 2, axes.height - 10);
        g.setTextAlign(TextAlignment.RIGHT);
        for (double power = 0.1; power < 1e6; power *= 10) {
            for (double value : new double[]{power, 2 * power, 5 * power}) {
                if (value >= axes.leastLatency && value <= axes.mostLatency) {
                    double y = Math.rint(axes.y(value)) + 0.5;
                    g.setStroke(palette.grid());
                    g.strokeLine(LEFT, y, axes.width - RIGHT, y);
                    g.setFill(palette.muted());
                    g.fillText(value >= 1000 ? Formats.number(value / 1000) + " s" : Formats.number(value) + " ms", LEFT - 8, y);
                }
            }
        }
    }

    private void line(GraphicsContext g, Axes axes, double bound) {
        double y = Math.rint(axes.y(bound)) + 0.5;
        g.setStroke(palette.text());
        g.setLineDashes(5, 4);
        g.strokeLine(LEFT, y, axes.width - RIGHT, y);
        g.setLineDashes();
        g.setFill(palette.text());
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText("SLO p95 " + Formats.number(bound) + " ms", LEFT + 6, y - 9);
    }

    private void mark(GraphicsContext g, TrialRow row, double x, double y) {
        switch (row.kind()) {
            case RUNNING -> ring(g, x, y, palette.accent());
            case FEASIBLE -> dot(g, x, y, 4, palette.actual());
            case INFEASIBLE, PRUNED, FAILED -> cross(g, x, y, palette.series().get(1));
            case BASELINE -> {
                g.setFill(palette.text());
                g.fillPolygon(new double[]{x, x + 6, x, x - 6}, new double[]{y - 6, y, y + 6, y}, 4);
            }
            case BEST -> {
                dot(g, x, y, 5, palette.success());
                ring(g, x, y, palette.success());
            }
        }
    }

    private static void dot(GraphicsContext g, double x, double y, double radius, Color color) {
        g.setFill(color);
        g.fillOval(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static void ring(GraphicsContext g, double x, double y, Color color) {
        g.setStroke(color);
        g.setLineWidth(2);
        g.strokeOval(x - 9, y - 9, 18, 18);
    }

    private static void cross(GraphicsContext g, double x, double y, Color color) {
        g.setStroke(color);
        g.setLineWidth(1.5);
        g.strokeLine(x - 4, y - 4, x + 4, y + 4);
        g.strokeLine(x - 4, y + 4, x + 4, y - 4);
    }
}
