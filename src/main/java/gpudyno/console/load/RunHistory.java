package gpudyno.console.load;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.ActionMenu;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.console.page.Findable.Item;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.SloVerdict;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.node.DocumentFormat;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/// The runs of the node, newest first. The one selected is shown above; two that are ticked can be compared.
final class RunHistory {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());
    private static final int COMPARED = 2;

    private final Panel panel = new Panel("Previous runs");
    private final DataTable<Run> table = new DataTable<Run>("No runs yet. Shape a load and start it.").keyedBy(Run::id);
    private final Set<Long> ticked = new LinkedHashSet<>();
    private final Label count = Labels.muted("");
    private final ActionButton compare;
    private Profile profile = Profiles.OPTION_2;
    /// The run in view; 0 for none.
    private long shown;

    /// What is done with runs.
    ///
    /// @param open shows a run above
    /// @param export is given the table as CSV
    /// @param document keeps one run as a page or as JSON
    /// @param slowest opens the traces of a run's slowest requests
    record Uses(LongConsumer open, BiConsumer<Long, Long> compare, Consumer<String> export, BiConsumer<Long, DocumentFormat> document,
            LongConsumer slowest) {}

    RunHistory(Uses uses) {
        table.getColumns().add(Columns.fixed(Columns.node("", this::tick), 40));
        table.getColumns().add(Columns.fixed(Columns.ordered("Run", Run::id, run -> "#" + run.id()), 56));
        table.getColumns().add(Columns.fixed(Columns.ordered("Started", Run::started, run -> WHEN.format(run.started())), 100));
        table.getColumns().add(Columns.fixed(Columns.text("Scenario", run -> ScenarioNames.of(run.scenario())), 84));
        TableColumn<Run, String> workload = Columns.text("Workload", Workloads::words);
        workload.setMinWidth(60);
        table.getColumns().add(workload);
        table.getColumns().add(Columns.fixed(Columns.right("Rate req/s", run -> PlannedRate.words(run.scenario()), _ -> false), 88));
        table.getColumns().add(Columns.fixed(Columns.right("Duration", run -> Formats.clock(run.scenario().duration()), _ -> false), 68));
        table.getColumns().add(number("Achieved", report -> report.achieved().rate(), ""));
        table.getColumns().add(number("p50 ms", report -> latency(report, LatencySummary::p50), ""));
        table.getColumns().add(number("p95 ms", report -> latency(report, LatencySummary::p95), DerivedMeters.LATENCY_P95));
        table.getColumns().add(number("p99 ms", report -> latency(report, LatencySummary::p99), ""));
        table.getColumns().add(number("Errors %", report -> report.errors().percent(), DerivedMeters.ERRORS_PERCENT));
        table.getColumns().add(Columns.fixed(Columns.node("Bounds", this::verdict), 92));
        table.getStyleClass().add("tight");
        table.onChoice(run -> uses.open.accept(run.id()));
        table.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            Run run = table.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.SPACE && run != null) {
                toggle(run);
                event.consume();
            }
        });
        compare = Buttons.primary("Compare", () -> {
            List<Run> two = ticked();
            uses.compare.accept(two.getFirst().id(), two.getLast().id());
        }).small();
        panel.trailing(count, Buttons.plain("Slowest requests", () -> uses.slowest.accept(shown)).small(), compare, exports(uses));
        panel.flush(table);
        retick();
    }

    private ActionMenu exports(Uses uses) {
        return new ActionMenu("Export").small()
                .item(() -> "Run #" + shown + " as an HTML page", this::shownHasFigures,
                        () -> uses.document.accept(shown, DocumentFormat.HTML))
                .item(() -> "Run #" + shown + " as JSON", this::shownHasFigures, () -> uses.document.accept(shown, DocumentFormat.JSON))
                .item("All runs as CSV", () -> uses.export.accept(csv()));
    }

    /// A run as it is found by name.
    static Item item(Run run) {
        return new Item(Long.toString(run.id()), "Load run #" + run.id(),
                ScenarioNames.of(run.scenario()) + ", " + (run.ended() == null ? "running, " : "") + WHEN.format(run.started()));
    }

    private boolean shownHasFigures() {
        return table.rows().stream().anyMatch(run -> run.id() == shown && hasFigures(run));
    }

    private TableColumn<Run, Double> number(String title, ToDoubleFunction<RunReport> value, String target) {
        return Columns.fixed(Columns.number(title, run -> run.report() == null ? Double.NaN : value.applyAsDouble(run.report()),
                title.startsWith("Errors") ? Formats::percent : Formats::number,
                run -> run.report() != null && misses(target, value.applyAsDouble(run.report()))), 62);
    }

    private boolean misses(String target, double value) {
        return profile.target(target).filter(one -> !one.isMetBy(value)).isPresent();
    }

    private static double latency(RunReport report, ToDoubleFunction<LatencySummary> percentile) {
        return report.latency().intended() == null ? Double.NaN : percentile.applyAsDouble(report.latency().intended());
    }

    private Node tick(Run run) {
        CheckBox box = new CheckBox();
        box.setSelected(ticked.contains(run.id()));
        box.setAccessibleText("Compare run " + run.id());
        box.setFocusTraversable(false);
        box.setOnAction(_ -> toggle(run));
        if (hasFigures(run)) {
            return box;
        }
        box.setDisable(true);
        // A disabled control shows no tooltip of its own.
        HBox around = new HBox(box);
        around.setAlignment(Pos.CENTER_LEFT);
        Tooltip.install(around, new Tooltip(run.ended() == null ? "Still on: it can be compared once it has ended" : "It gave no figures"));
        return around;
    }

    private static boolean hasFigures(Run run) {
        return run.ended() != null && run.report() != null;
    }

    /// Ticks a run or takes the tick away; a third takes the place of the first.
    private void toggle(Run run) {
        if (!hasFigures(run)) {
            return;
        }
        if (!ticked.remove(run.id())) {
            if (ticked.size() == COMPARED) {
                ticked.remove(ticked.iterator().next());
            }
            ticked.add(run.id());
        }
        table.refresh();
        retick();
    }

    private void retick() {
        count.setText(ticked.isEmpty() ? "Tick two to compare them" : ticked.size() + " selected");
        compare.unavailable(ticked.size() == COMPARED ? null : "Tick two runs to compare them");
    }

    /// A run's own bounds, or the profile's p95 and error targets where it states none.
    private Node verdict(Run run) {
        RunReport report = run.report();
        if (report == null) {
            return run.ended() == null ? new Chip(Status.ACCENT, "Running") : new Chip(Status.DANGER, "No figures");
        }
        Map<String, Double> measured = Map.of(DerivedMeters.LATENCY_P95, latency(report, LatencySummary::p95), DerivedMeters.ERRORS_PERCENT,
                report.errors().percent());
        boolean met = report.slo().isEmpty()
                ? measured.entrySet().stream().noneMatch(figure -> misses(figure.getKey(), figure.getValue()))
                : report.findMax() != null || report.slo().stream().allMatch(SloVerdict::met);
        return met ? new Chip(Status.SUCCESS, "Pass") : new Chip(Status.DANGER, "Fail");
    }

    Panel node() {
        return panel;
    }

    /// The two that are compared, older first.
    private List<Run> ticked() {
        return table.rows().stream().filter(run -> ticked.contains(run.id())).sorted(Comparator.comparingLong(Run::id)).toList();
    }

    private String csv() {
        List<String> header = List.of("run", "started", "scenario", "workload", "rate req/s", "duration s", "offered req/s",
                "achieved req/s",
                "p50 ms", "p95 ms", "p99 ms", "service p95 ms", "errors %");
        Csv csv = new Csv(header);
        for (Run run : table.rows()) {
            List<Object> cells = new ArrayList<>(List.of(run.id(), run.started(), run.scenario().name(), Workloads.words(run),
                    PlannedRate.words(run.scenario()), run.scenario().duration().toMillis() / 1000.0));
            RunReport report = run.report();
            if (report != null) {
                LatencySummary service = report.latency().service();
                cells.addAll(List.of(report.offered().rate(), report.achieved().rate(), latency(report, LatencySummary::p50),
                        latency(report, LatencySummary::p95), latency(report, LatencySummary::p99),
                        service == null ? Double.NaN : service.p95(), report.errors().percent()));
            }
            csv.line(cells);
        }
        return csv.toString();
    }

    /// @param judgedBy whose p95 and error targets a run without bounds passes or fails
    /// @param inView the run shown above; 0 for none
    void show(List<Run> runs, Profile judgedBy, long inView) {
        shown = inView;
        boolean judgedAnew = !judgedBy.equals(profile);
        profile = judgedBy;
        if (table.show(runs) || judgedAnew) {
            if (judgedAnew) {
                table.refresh();
            }
            ticked.retainAll(runs.stream().map(Run::id).toList());
            panel.subtitle(runs.isEmpty() ? "" : runs.size() + " stored");
            retick();
        }
        table.select(runs.stream().filter(run -> run.id() == inView).findFirst().orElse(null));
    }
}
