package gpudyno.console.traces;

import gpudyno.console.chart.DurationChart;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.InlineError;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import gpudyno.model.trace.TraceSummary;
import gpudyno.node.Traces;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The requests that were kept: filters, time against duration, and the list.
final class ListPanel extends VBox {
    private final Panel panel = new Panel("Traces");
    private final DurationChart chart = new DurationChart();
    private final ObservableList<TraceSummary> shown = FXCollections.observableArrayList();
    private final ListView<TraceSummary> list = new ListView<>(shown);
    private final Label rule = Labels.caption("");
    private final Label count = Labels.caption("");
    private final Label export = Labels.caption("");
    private final ActionButton test;
    private final StackPane middle = new StackPane();
    private final VBox content;
    private double slow = 500;
    private boolean filling;
    private String chosen = "";

    /// @param open gets the id of a trace that a person chooses
    /// @param tryExport sends a test span to the collector
    ListPanel(Filters filters, Consumer<String> open, Runnable tryExport) {
        test = Buttons.text("Send a test span", tryExport);
        test.setMinWidth(USE_PREF_SIZE);
        chart.setPrefHeight(132);
        chart.setMinHeight(110);
        chart.onPress(point -> open.accept(point.id()));
        list.getStyleClass().add("trace-list");
        list.setFixedCellSize(TraceCell.HEIGHT);
        list.setCellFactory(_ -> new TraceCell(() -> slow));
        list.setAccessibleText("Traces");
        list.getSelectionModel().selectedItemProperty().addListener((_, _, trace) -> {
            if (!filling && trace != null) {
                open.accept(trace.id());
            }
        });
        rule.setWrapText(true);
        rule.setMinWidth(0);
        count.setMinWidth(Label.USE_PREF_SIZE);
        HBox foot = new HBox(12, rule, Labels.spacer(), count);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("trace-foot");
        middle.getChildren().setAll(list);
        VBox.setVgrow(middle, Priority.ALWAYS);
        export.setWrapText(true);
        export.setMinWidth(0);
        HBox sending = new HBox(12, export, Labels.spacer(), test);
        sending.setAlignment(Pos.CENTER_LEFT);
        sending.getStyleClass().add("trace-foot");
        content = new VBox(filters, chart, middle, foot, sending);
        panel.flush(content);
        VBox.setVgrow(panel, Priority.ALWAYS);
        getChildren().add(panel);
    }

    void show(Traces.Tally tally, TraceList found, TraceQuery query, List<TraceSummary> ordered) {
        slow = tally.slowMillis();
        int kept = found.kept().values().stream().mapToInt(Integer::intValue).sum();
        panel.subtitle(Formats.count(kept) + " kept of " + Formats.count(tally.offered()) + " since the start");
        panel.trailing(
                new LegendEntry(LegendEntry.Mark.DOT, SeriesColor.FORECAST, "slow")
                        .value(Formats.count(found.kept().getOrDefault(Kept.SLOW, 0))),
                new LegendEntry(LegendEntry.Mark.CROSS, SeriesColor.ERRORS, "failed")
                        .value(Formats.count(found.kept().getOrDefault(Kept.FAILED, 0))));
        chart.show(ordered.stream().map(ListPanel::point).toList(), from(query, ordered), query.to(), slow);
        rule.setText(tally.on() ? "Kept: " + tally.rule() + "." : "Tracing is off: the knob trace.on turns it on.");
        boolean sent = !tally.export().isEmpty();
        export.setText(sent
                ? Character.toUpperCase(tally.export().charAt(0)) + tally.export().substring(1)
                : "Traces are sent to no collector; the entry otlpTraces in gpudyno.yaml names one.");
        test.setVisible(sent);
        test.setManaged(sent);
        count.setText(ordered.size() >= TraceQuery.MOST
                ? "the first " + Formats.count(ordered.size())
                : Formats.count(ordered.size()) + " of " + Formats.count(kept));
        filling = true;
        shown.setAll(ordered);
        select();
        filling = false;
        middle.getChildren().setAll(ordered.isEmpty() ? new EmptyState(empty(tally, kept)) : list);
    }

    /// The traces of a run may lie far back; the chart begins with the first.
    private static java.time.Instant from(TraceQuery query, List<TraceSummary> traces) {
        boolean far = java.time.Duration.between(query.from(), query.to()).toDays() > 1;
        return far
                ? traces.stream().map(TraceSummary::at).min(java.util.Comparator.naturalOrder()).orElse(query.to().minusSeconds(900))
                        .minusSeconds(5)
                : query.from();
    }

    private static String empty(Traces.Tally tally, int kept) {
        if (kept > 0) {
            return "No trace of this time fits the filters.";
        }
        return tally.on()
                ? "No request was kept in this time. Start a load run, or send requests to this node."
                : "Tracing is off. Settings has the knob trace.on.";
    }

    private static DurationChart.Point point(TraceSummary trace) {
        return new DurationChart.Point(trace.id(), trace.at(), trace.millis(), switch (trace.kept()) {
            case FAILED -> DurationChart.Mark.FAILED;
            case SLOW -> DurationChart.Mark.SLOW;
            case ANOMALOUS -> DurationChart.Mark.ANOMALOUS;
            case ORDINARY -> DurationChart.Mark.ORDINARY;
        });
    }

    void choose(String id) {
        chosen = id;
        chart.choose(id);
        filling = true;
        select();
        filling = false;
    }

    private void select() {
        Optional<TraceSummary> there = shown.stream().filter(trace -> trace.id().equals(chosen)).findFirst();
        there.ifPresentOrElse(trace -> list.getSelectionModel().select(trace), () -> list.getSelectionModel().clearSelection());
    }

    void failed(String line, Runnable retry) {
        middle.getChildren().setAll(new InlineError("Traces could not be read", line, line, retry));
    }
}
