package gpudyno.console.load;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.SelectionMode;

/// The runs of the node, newest first. One chosen is shown above; two chosen are compared.
final class RunHistory {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());
    private final Panel panel = new Panel("Previous runs");
    private final DataTable<Run> table = new DataTable<>("No runs yet. Shape a load and start it.");
    private Profile profile = gpudyno.model.target.Profiles.OPTION_2;
    private boolean filling;

    /// @param chosen called when the user chooses other runs
    RunHistory(Runnable chosen) {
        table.getColumns().add(Columns.fixed(Columns.text("Run", run -> "#" + run.id()), 56));
        table.getColumns().add(Columns.fixed(Columns.muted("Started", run -> WHEN.format(run.started())), 96));
        table.getColumns().add(Columns.text("Scenario", run -> run.scenario().name()));
        table.getColumns().add(Columns.fixed(Columns.right("Rate req/s", run -> PlannedRate.words(run.scenario()), _ -> false), 96));
        table.getColumns().add(Columns.fixed(Columns.right("Duration", run -> Formats.clock(run.scenario().duration()), _ -> false), 72));
        table.getColumns().add(number("Achieved", report -> report.achieved().rate()));
        table.getColumns().add(number("p50 ms", report -> latency(report, LatencySummary::p50)));
        table.getColumns().add(number("p95 ms", report -> latency(report, LatencySummary::p95)));
        table.getColumns().add(number("p99 ms", report -> latency(report, LatencySummary::p99)));
        table.getColumns().add(number("Errors %", report -> report.errors().percent()));
        table.getColumns().add(Columns.fixed(Columns.node("Targets", this::verdict), 96));
        table.getStyleClass().add("tight");
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<Run>) _ -> {
            if (!filling) {
                chosen.run();
            }
        });
        panel.trailing(Labels.muted("Choose two to compare them"));
        panel.flush(table);
    }

    private static javafx.scene.control.TableColumn<Run, Double> number(String title, ToDoubleFunction<RunReport> value) {
        return Columns.fixed(
                Columns.number(title, run -> run.report() == null ? Double.NaN : value.applyAsDouble(run.report()), Formats::number), 76);
    }

    private static double latency(RunReport report, ToDoubleFunction<LatencySummary> percentile) {
        return report.latency().intended() == null ? Double.NaN : percentile.applyAsDouble(report.latency().intended());
    }

    private Node verdict(Run run) {
        RunReport report = run.report();
        if (report == null) {
            return run.ended() == null ? new Chip(Status.ACCENT, "Running") : new Chip(Status.DANGER, "No figures");
        }
        Map<String, Double> measured = Map.of(DerivedMeters.LATENCY_P95, latency(report, LatencySummary::p95), DerivedMeters.ERRORS_PERCENT,
                report.errors().percent());
        boolean met = measured.entrySet().stream().allMatch(
                figure -> profile.target(figure.getKey()).filter(target -> !target.isMetBy(figure.getValue())).isEmpty());
        return met ? new Chip(Status.SUCCESS, "Pass") : new Chip(Status.DANGER, "Fail");
    }

    Panel node() {
        return panel;
    }

    /// The ended runs the user chose, older first.
    List<Run> chosen() {
        return table.getSelectionModel().getSelectedItems().stream().filter(run -> run != null && run.ended() != null)
                .sorted(Comparator.comparingLong(Run::id)).toList();
    }

    /// @param judgedBy whose p95 and error targets a run passes or fails
    void show(List<Run> runs, Profile judgedBy) {
        if (runs.equals(table.getItems()) && judgedBy.equals(profile)) {
            return;
        }
        profile = judgedBy;
        List<Long> before = chosen().stream().map(Run::id).toList();
        filling = true;
        table.getItems().setAll(runs);
        for (int i = 0; i < runs.size(); i++) {
            if (before.contains(runs.get(i).id())) {
                table.getSelectionModel().select(i);
            }
        }
        filling = false;
        panel.subtitle(runs.isEmpty() ? "" : runs.size() + " stored");
    }
}
