package gpudyno.console.load;

import gpudyno.console.kit.CanvasRegion;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.Exportable;
import gpudyno.console.kit.Fonts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Palette;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;

/// The rate that will be offered, drawn before anything is sent: the node's own schedule once it has told it, till then the scenario's mean.
final class PlanChart extends CanvasRegion implements Exportable {
    private static final int POINTS = 120;
    private static final double LEFT = 38;
    private static final double RIGHT = 8;
    private static final double TOP = 8;
    private static final double BOTTOM = 20;

    private List<Double> rates = List.of();
    private Duration length = Duration.ofSeconds(1);
    private Duration warmup = Duration.ZERO;
    private String unknown = "";

    PlanChart() {
        setMinSize(80, 76);
        setPrefHeight(76);
        getStyleClass().add("plan-box");
        begin();
    }

    /// @param told what the node says; empty while it has not
    void show(RunRequest request, Optional<RunPlan> told) {
        Scenario scenario = request.scenario();
        warmup = scenario instanceof Scenario.Replay ? Duration.ZERO : request.warmup();
        length = told.map(RunPlan::length).orElse(scenario.duration().plus(warmup));
        rates = told.map(RunPlan::rates).filter(drawn -> !drawn.isEmpty()).orElseGet(() -> means(scenario));
        unknown = !rates.isEmpty() ? "" : switch (scenario) {
            case Scenario.ClosedLoop loop -> loop.connections() + " connections, as fast as they are answered";
            case Scenario.FindMax _ -> "at most 12 probes of " + Formats.span(scenario.duration()) + " each";
            default -> "as recorded in the trace";
        };
        redraw();
    }

    /// Nothing to plan with, and why.
    void showNone(String why) {
        rates = List.of();
        unknown = why;
        redraw();
    }

    private List<Double> means(Scenario scenario) {
        List<Double> means = new ArrayList<>();
        for (int i = 0; i < POINTS && PlannedRate.isKnown(scenario); i++) {
            double at = length.toMillis() * (i + 0.5) / POINTS - warmup.toMillis();
            means.add(PlannedRate.at(scenario, Math.clamp(at / Math.max(1, scenario.duration().toMillis()), 0, 1 - 1e-9)));
        }
        return means;
    }

    @Override
    public String csv() {
        Csv csv = new Csv(List.of("from s", "arrivals per s"));
        for (int i = 0; i < rates.size(); i++) {
            csv.line(List.of(length.toMillis() / 1000.0 * i / rates.size(), rates.get(i)));
        }
        return csv.toString();
    }

    @Override
    protected void draw(GraphicsContext g, Palette palette) {
        double width = getWidth() - LEFT - RIGHT;
        double height = getHeight() - TOP - BOTTOM;
        if (width < 20 || height < 20) {
            return;
        }
        g.setFont(Fonts.regular(11));
        g.setTextBaseline(VPos.CENTER);
        g.setFill(palette.muted());
        if (rates.isEmpty()) {
            g.setTextAlign(TextAlignment.CENTER);
            g.fillText(unknown, getWidth() / 2, getHeight() / 2, getWidth() - 12);
            return;
        }
        double highest = nice(rates.stream().mapToDouble(Double::doubleValue).max().orElse(1));
        drawGrid(g, palette, width, height, highest);
        drawWarmup(g, palette, width, height);
        drawRates(g, palette, width, height, highest);
    }

    private static double nice(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-3))));
        for (double step : new double[]{1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10}) {
            if (step * power >= value) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private void drawGrid(GraphicsContext g, Palette palette, double width, double height, double highest) {
        g.setTextAlign(TextAlignment.RIGHT);
        g.setStroke(palette.grid());
        g.setLineWidth(1);
        for (int i = 0; i <= 2; i++) {
            double y = Math.round(TOP + height * (1 - i / 2.0)) + 0.5;
            g.strokeLine(LEFT, y, LEFT + width, y);
            g.fillText(Formats.number(highest * i / 2), LEFT - 6, y);
        }
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText("0:00", LEFT, getHeight() - BOTTOM / 2);
        g.setTextAlign(TextAlignment.CENTER);
        g.fillText(Formats.clock(length.dividedBy(2)), LEFT + width / 2, getHeight() - BOTTOM / 2);
        g.setTextAlign(TextAlignment.RIGHT);
        g.fillText(Formats.clock(length), LEFT + width, getHeight() - BOTTOM / 2);
    }

    private void drawWarmup(GraphicsContext g, Palette palette, double width, double height) {
        double wide = width * warmup.toMillis() / Math.max(1, length.toMillis());
        if (wide >= 1) {
            g.setFill(palette.subtle(palette.accent()));
            g.fillRect(LEFT, TOP, wide, height);
            g.setStroke(palette.accent());
            g.strokeLine(LEFT + wide, TOP, LEFT + wide, TOP + height);
            if (wide > 24) {
                g.setFill(palette.muted());
                g.setTextAlign(TextAlignment.LEFT);
                g.fillText("warm-up ends " + Formats.clock(warmup), LEFT + wide + 6, TOP + 6);
            }
        }
    }

    private void drawRates(GraphicsContext g, Palette palette, double width, double height, double highest) {
        for (boolean fill : new boolean[]{true, false}) {
            g.beginPath();
            for (int i = 0; i < rates.size(); i++) {
                double x = LEFT + width * (i + 0.5) / rates.size();
                double y = TOP + height * (1 - Math.clamp(rates.get(i) / highest, 0, 1));
                if (i == 0) {
                    g.moveTo(LEFT, fill ? TOP + height : y);
                    g.lineTo(LEFT, y);
                }
                g.lineTo(x, y);
                if (i == rates.size() - 1) {
                    g.lineTo(LEFT + width, y);
                }
            }
            if (fill) {
                g.lineTo(LEFT + width, TOP + height);
                g.closePath();
                g.setFill(palette.subtle(palette.of(SeriesColor.ACTUAL)));
                g.fill();
            } else {
                g.setStroke(palette.of(SeriesColor.ACTUAL));
                g.setLineWidth(1.25);
                g.stroke();
            }
        }
    }
}
