package gpudyno.console.overview;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.Line.Style;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.kit.AlertItem;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.EventRow;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.InlineError;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.RecommendationCard;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meters;
import gpudyno.model.target.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// The page's layout and how frames become lines.
final class OverviewView extends BorderPane {
    private static final double SIDE = 300;
    private static final int EVENTS = 8;
    /// Percentiles of the latency chart stand on this many seconds.
    private static final int WINDOW = 5;

    private final Crosshair crosshair = new Crosshair();
    private final TargetTiles tiles = new TargetTiles();
    private final TimeChart latency = new TimeChart("ms", crosshair).atLeast(10);
    private final TimeChart throughput = new TimeChart("/s", crosshair).atLeast(10);
    private final TimeChart machine = new TimeChart("%", crosshair).atLeast(100);
    private final TimeChart queue = new TimeChart("", crosshair).atLeast(4);
    private final LegendEntry p50 = new LegendEntry(LegendEntry.Mark.LINE, 1, "p50");
    private final LegendEntry p95 = new LegendEntry(LegendEntry.Mark.LINE, 2, "p95");
    private final LegendEntry p99 = new LegendEntry(LegendEntry.Mark.LINE, 4, "p99");
    private final LegendEntry offered = new LegendEntry(LegendEntry.Mark.DASHES, 2, "offered");
    private final LegendEntry achieved = new LegendEntry(LegendEntry.Mark.LINE, 1, "achieved");
    private final LegendEntry errors = new LegendEntry(LegendEntry.Mark.LINE, 6, "errors");
    private final LegendEntry hostCpu = new LegendEntry(LegendEntry.Mark.LINE, 1, "host CPU");
    private final LegendEntry processCpu = new LegendEntry(LegendEntry.Mark.LINE, 3, "node CPU");
    private final LegendEntry memory = new LegendEntry(LegendEntry.Mark.LINE, 2, "memory");
    private final LegendEntry depth = new LegendEntry(LegendEntry.Mark.LINE, 1, "queue depth");
    private final LegendEntry batch = new LegendEntry(LegendEntry.Mark.LINE, 2, "batch size");
    private final Panel alerts = new Panel("Alerts");
    private final Panel recommendations = new Panel("Recommendations");
    private final Panel events = new Panel("Events");

    OverviewView() {
        setPadding(new Insets(16));
        setTop(tiles);
        Panel latencyPanel = new Panel("Latency", latency).subtitle("ms, 5 s windows").trailing(p50, p95, p99);
        Panel throughputPanel = new Panel("Throughput", throughput).subtitle("req/s").trailing(offered, achieved, errors);
        Panel machinePanel = new Panel("Machine", machine).subtitle("percent").trailing(hostCpu, processCpu, memory);
        Panel queuePanel = new Panel("Queue and batch", queue).subtitle("items").trailing(depth, batch);
        HBox lower = new HBox(12, machinePanel, queuePanel);
        for (Panel panel : List.of(machinePanel, queuePanel)) {
            HBox.setHgrow(panel, Priority.ALWAYS);
            panel.setPrefWidth(100);
            panel.setMaxWidth(Double.MAX_VALUE);
        }
        VBox charts = new VBox(12, latencyPanel, throughputPanel, lower);
        for (Node part : charts.getChildren()) {
            VBox.setVgrow(part, Priority.ALWAYS);
        }
        latencyPanel.setPrefHeight(220);
        throughputPanel.setPrefHeight(220);
        lower.setPrefHeight(180);
        VBox side = new VBox(12, alerts, recommendations, events);
        side.setMinWidth(SIDE);
        side.setMaxWidth(SIDE);
        VBox.setVgrow(events, Priority.ALWAYS);
        HBox body = new HBox(12, charts, side);
        HBox.setHgrow(charts, Priority.ALWAYS);
        BorderPane.setMargin(body, new Insets(12, 0, 0, 0));
        setCenter(body);
        alerts.content(new EmptyState("No alert rules run in this version."));
        recommendations.content(new EmptyState("Nothing to recommend yet. A tuning session finds out."));
        events.content(new EmptyState("Nothing has happened yet."));
    }

    /// @param frames of the range in view, oldest first
    void show(Profile profile, Instant now, Duration range, List<Frame> frames, List<Frame> minute, List<Frame> fiveMinutes) {
        tiles.show(profile, minute, fiveMinutes);
        long to = now.toEpochMilli();
        long from = to - range.toMillis();
        profile.target(DerivedMeters.LATENCY_P95).ifPresentOrElse(
                target -> latency.target(target.bound(), "p95 target " + Formats.target(target, "ms")),
                () -> latency.target(Double.NaN, ""));
        profile.target(DerivedMeters.THROUGHPUT).ifPresentOrElse(
                target -> throughput.target(target.bound(), "target " + Formats.target(target, "req/s")),
                () -> throughput.target(Double.NaN, ""));
        List<Frame> windows = FrameHistory.windows(frames, WINDOW);
        chart(latency, from, to, frames, windows, new Series("p99", 3, Style.LINE, percentile(99), p99),
                new Series("p95", 1, Style.LINE, percentile(95), p95),
                new Series("p50", 0, Style.LINE, percentile(50), p50));
        chart(throughput, from, to, frames, frames,
                new Series("achieved", 0, Style.AREA, frame -> derived(frame, DerivedMeters.THROUGHPUT), achieved),
                new Series("offered", 1, Style.DASHED, frame -> frame.rate(Meters.ARRIVALS.id()), offered),
                new Series("errors", 5, Style.LINE,
                        frame -> frame.rate(Meters.REQUESTS.id()) - derived(frame, DerivedMeters.THROUGHPUT), errors));
        chart(machine, from, to, frames, frames, new Series("host CPU", 0, Style.AREA, frame -> frame.gauge(Meters.HOST_CPU.id()), hostCpu),
                new Series("node CPU", 2, Style.LINE, frame -> frame.gauge(Meters.PROCESS_CPU.id()), processCpu),
                new Series("memory", 1, Style.LINE, frame -> frame.greatest(Meters.MEMORY.id()), memory));
        chart(queue, from, to, frames, frames, new Series("queue depth", 0, Style.AREA, frame -> frame.gauge(Meters.QUEUE_DEPTH.id()), depth),
                new Series("batch size", 1, Style.STEP, frame -> frame.distribution(Meters.BATCH_SIZE.id()).mean(), batch));
    }

    private record Series(String name, int color, Style style, ToDoubleFunction<Frame> value, LegendEntry legend) {}

    private static void chart(TimeChart chart, long from, long to, List<Frame> frames, List<Frame> values, Series... series) {
        List<Line> lines = java.util.Arrays.stream(series).map(one -> FrameHistory.line(one.name, one.color, one.style, frames, values, one.value))
                .toList();
        for (Series one : series) {
            one.legend.value(values.isEmpty() ? Formats.NONE : Formats.number(one.value.applyAsDouble(values.getLast())));
        }
        chart.show(from, to, lines);
    }

    private static ToDoubleFunction<Frame> percentile(double percent) {
        return frame -> frame.distribution(Meters.RESPONSE.id()).percentile(percent);
    }

    private static double derived(Frame frame, String meter) {
        return DerivedMeters.of(frame).getOrDefault(meter, 0.0);
    }

    void showSide(OverviewPage.Side side) {
        if (!side.alerts().isEmpty()) {
            alerts.flush(column(side.alerts().stream().<Node>map(alert -> new AlertItem(alert.severity(), alert.title(), alert.cause(),
                    "since " + Formats.ago(Duration.between(alert.since(), Instant.now())))).toList()));
        }
        if (side.recommendations().isEmpty()) {
            recommendations.content(new EmptyState("Nothing to recommend yet. A tuning session finds out."));
        } else {
            recommendations.flush(column(side.recommendations().stream()
                    .<Node>map(one -> new RecommendationCard(one.title()).detail(one.effect()).evidence(one.evidence())).toList()));
        }
        if (!side.events().isEmpty()) {
            events.content(
                    column(side.events().stream().limit(EVENTS).<Node>map(event -> new EventRow(event, ZoneId.systemDefault())).toList()));
        }
    }

    private static VBox column(List<Node> rows) {
        VBox column = new VBox(4);
        column.getChildren().setAll(rows);
        return column;
    }

    void failed(String cause) {
        events.content(new InlineError("The node did not answer", cause, cause, () -> {}));
    }
}
