package gpudyno.console.tune;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.SessionReport;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The trial log, what changed with its notes, and the list of sessions.
final class DetailPanels {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH)
            .withZone(ZoneId.systemDefault());

    private final Panel log = new Panel("Trial log");
    private final DataTable<TrialRow> trials = new DataTable<>("No trials yet. Each trial of a session appears here as it is measured.");
    private final Panel changes = new Panel("What changed");
    private final VBox moves = new VBox(8);
    private final VBox notes = new VBox(4);
    private final Panel sessions = new Panel("Sessions");
    private final DataTable<SessionReport> list = new DataTable<>("No sessions yet.");
    private boolean filling;

    DetailPanels(TuneViewModel model) {
        trials.getColumns().add(Columns.fixed(Columns.text("#", row -> Integer.toString(row.trial().number())), 38));
        trials.getColumns().add(Columns.fixed(Columns.node("Status", TrialRow::chip), 82));
        trials.getColumns().add(Columns.muted("Changed knobs", TrialRow::changed));
        trials.getColumns().add(number("req/s", DerivedMeters.THROUGHPUT, 52));
        trials.getColumns().add(number("p95 ms", DerivedMeters.LATENCY_P95, 60));
        trials.getColumns().add(number("Mem %", DerivedMeters.MEMORY_PERCENT, 58));
        trials.getStyleClass().add("tight");
        log.flush(trials);
        changes.content(new VBox(12, moves, notes));
        list.getColumns().add(Columns.fixed(Columns.text("#", report -> Long.toString(report.id())), 36));
        list.getColumns().add(Columns.muted("Started", report -> WHEN.format(report.started())));
        list.getColumns().add(Columns.text("Targets", SessionReport::targets));
        list.getColumns().add(Columns.text("Result", DetailPanels::result));
        list.fitRows(2);
        list.getSelectionModel().selectedItemProperty().subscribe(chosen -> {
            if (chosen != null && !filling) {
                model.open(chosen.id());
            }
        });
        sessions.flush(list);
    }

    private static javafx.scene.control.TableColumn<TrialRow, Double> number(String title, String meter, double width) {
        return Columns.fixed(Columns.number(title, row -> row.value(meter), Formats::number, row -> row.misses(meter)), width);
    }

    Node log() {
        return log;
    }

    Node changes() {
        return changes;
    }

    Node sessions() {
        return sessions;
    }

    void show(Optional<SessionReport> session, List<TrialRow> rows) {
        if (!rows.equals(trials.getItems())) {
            trials.getItems().setAll(rows);
            long feasible = rows.stream().filter(row -> row.kind() == TrialRow.Kind.FEASIBLE || row.kind() == TrialRow.Kind.BEST).count();
            long infeasible = rows.stream().filter(row -> row.kind() == TrialRow.Kind.INFEASIBLE).count();
            log.trailing(Labels
                    .muted(feasible + " feasible, " + infeasible + " infeasible, " + (rows.size() - feasible - infeasible) + " other"));
        }
        if (session.isEmpty() || session.get().best() == null) {
            changes.subtitle("");
            moves.getChildren().setAll(new EmptyState(session.isEmpty()
                    ? "The knobs a session moves are listed here."
                    : "No best yet: the search is still on, or nothing could be verified."));
        } else {
            List<KnobMoves.Move> moved = KnobMoves.of(session.get());
            changes.subtitle(moved.size() + (moved.size() == 1 ? " knob" : " knobs") + " moved");
            moves.getChildren().setAll(moved.stream().map(DetailPanels::row).toList());
        }
        notes.getChildren().setAll(session.map(DetailPanels::notes).orElse(List.of()));
    }

    private static Node row(KnobMoves.Move move) {
        Label to = Labels.mono(move.to());
        to.getStyleClass().add("colored");
        to.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass(Status.SUCCESS.name().toLowerCase(Locale.ROOT)), true);
        to.setMinWidth(56);
        to.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
        return new HBox(8, Labels.mono(move.knob()), Labels.spacer(), Labels.mono(move.from()), Labels.muted("→"), to);
    }

    private static List<Label> notes(SessionReport report) {
        List<String> lines = new java.util.ArrayList<>();
        lines.add(SessionForm.workload(report.workload())
                + (report.offered() == null ? "" : ", offered " + Formats.number(report.offered().rate()) + " req/s"));
        report.warmup().forEach((name, value) -> lines.add("Warm-up, " + name + ": " + Formats.number(value)));
        report.generator().forEach((name, value) -> lines.add("Load generator, " + name + ": " + Formats.number(value)));
        lines.addAll(report.notes());
        return lines.stream().map(line -> {
            Label label = Labels.caption(line);
            label.setWrapText(true);
            label.setMinHeight(Label.USE_PREF_SIZE);
            return label;
        }).toList();
    }

    void showSessions(List<SessionReport> all, Optional<SessionReport> open) {
        filling = true;
        if (!all.equals(list.getItems())) {
            list.getItems().setAll(all);
        }
        open.ifPresent(report -> list.getItems().stream().filter(item -> item.id() == report.id()).findFirst()
                .ifPresent(item -> list.getSelectionModel().select(item)));
        sessions.subtitle(all.isEmpty() ? "" : all.size() + " stored");
        filling = false;
    }

    private static String result(SessionReport report) {
        if (report.verdict() == null) {
            return SessionForm.words(report.phase()).toLowerCase(Locale.ROOT);
        }
        return report.verdict().label() + (report.applied() ? ", applied" : "");
    }
}
