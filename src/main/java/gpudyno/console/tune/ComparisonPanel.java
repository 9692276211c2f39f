package gpudyno.console.tune;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.ActionMenu;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.VerdictMark;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.node.DocumentFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Stock against the best that was verified, judged by Option 2 and Option 3, and what can be done with it.
final class ComparisonPanel {
    private final Panel panel = new Panel("Baseline vs best");
    private final DataTable<ComparisonRow> table = new DataTable<ComparisonRow>("Nothing is measured yet.").rowHeight(36);
    private final VBox verdicts = new VBox(6);
    private final Label conditions = Labels.caption("");
    private final ActionButton apply;
    private final ActionButton rollBack;
    private final ActionButton resume;
    private final VBox body;
    private final EmptyState empty = new EmptyState("No session yet. Start one: stock is measured first, then compared with the best.");

    ComparisonPanel(TuneViewModel model, Consumer<DocumentFormat> export) {
        apply = Buttons.primary("Apply best", model::applyBest).with(Feather.CHECK);
        rollBack = Buttons.plain("Roll back", model::rollBack).with(Feather.CORNER_UP_LEFT);
        resume = Buttons.plain("Resume", model::resume).with(Feather.PLAY);
        resume.setVisible(false);
        resume.setManaged(false);
        table.getColumns().add(Columns.fixed(Columns.node("Metric", ComparisonPanel::metric), 100));
        table.getColumns().add(Columns.fixed(Columns.number("Stock", ComparisonRow::stock, Formats::number), 54));
        table.getColumns().add(Columns.fixed(Columns.number("Cache off", ComparisonRow::cacheOff, Formats::number), 62));
        table.getColumns().add(Columns.fixed(Columns.rightAligned(Columns.node("Best ± 95 %", ComparisonPanel::best)), 116));
        for (Profile profile : List.of(Profiles.OPTION_2, Profiles.OPTION_3)) {
            table.getColumns().add(Columns.fixed(Columns.rightAligned(Columns.node(profile.title(), row -> mark(row, profile))), 70));
        }
        table.getStyleClass().add("tight");
        conditions.setPadding(new Insets(8, 12, 0, 12));
        conditions.setWrapText(true);
        verdicts.setPadding(new Insets(8, 12, 0, 12));
        HBox actions = new HBox(8, apply, rollBack, resume, Labels.spacer(), exports(export));
        actions.setPadding(new Insets(12));
        body = new VBox(table, conditions, verdicts, actions);
        panel.flush(empty);
    }

    Panel node() {
        return panel;
    }

    private static ActionMenu exports(Consumer<DocumentFormat> export) {
        ActionMenu menu = new ActionMenu("Export").with(Feather.UPLOAD);
        for (DocumentFormat format : DocumentFormat.values()) {
            menu.item(switch (format) {
                case HTML -> "HTML page";
                case JSON -> "JSON";
                case MARKDOWN -> "Markdown";
                case KNOBS -> "Knob file";
                case ARGUMENTS -> "Command line";
                case ENVIRONMENT -> "Environment";
            }, () -> export.accept(format));
        }
        return menu;
    }

    private static Node metric(ComparisonRow row) {
        VBox cell = new VBox(Labels.plain(row.title()), Labels.caption(Formats.shortUnit(row.unit())));
        cell.setAlignment(Pos.CENTER_LEFT);
        return cell;
    }

    private static Node best(ComparisonRow row) {
        Label value = new Label(row.bestWords());
        value.getStyleClass().add("metric-value");
        VBox cell = new VBox(value);
        if (!row.spread().isEmpty()) {
            cell.getChildren().add(Labels.caption(row.spread()));
        }
        cell.setAlignment(Pos.CENTER_RIGHT);
        return cell;
    }

    private static Node mark(ComparisonRow row, Profile profile) {
        HBox cell = new HBox(4);
        cell.setAlignment(Pos.CENTER_RIGHT);
        row.target(profile).ifPresent(target -> {
            Label bound = Labels.plain(target.comparison().sign() + " " + Formats.number(target.bound()));
            bound.setMinWidth(Label.USE_PREF_SIZE);
            cell.getChildren().add(bound);
            if (!Double.isNaN(row.best())) {
                cell.getChildren().add(new VerdictMark(target.isMetBy(row.best())));
            }
        });
        return cell;
    }

    /// @param memory how the memory judged is called
    void show(Optional<SessionReport> session, String memory, TuneViewModel model) {
        if (session.isEmpty()) {
            panel.subtitle("").trailing();
            panel.flush(empty);
            return;
        }
        SessionReport report = session.get();
        List<ComparisonRow> rows = ComparisonRow.of(report, memory);
        table.fitRows(rows.size());
        table.show(rows);
        conditions.setText(Conditions.of(report));
        panel.subtitle("session " + report.id());
        panel.trailing(verdict(report).map(chip -> new Node[]{chip}).orElse(new Node[0]));
        verdicts.getChildren()
                .setAll(List.of(Profiles.OPTION_2, Profiles.OPTION_3).stream().map(profile -> completion(rows, profile)).toList());
        String away = model.unavailable();
        apply.unavailable(!away.isEmpty() ? away : model.canApply() ? null : why(report));
        // Only a session that was cut off has something to go on with.
        resume.setVisible(model.canResume());
        resume.setManaged(model.canResume());
        resume.unavailable(away.isEmpty() ? null : away);
        rollBack.unavailable(!away.isEmpty() ? away : model.canRollBack() ? null : "Nothing of this session is applied");
        panel.flush(body);
    }

    private static Optional<Chip> verdict(SessionReport report) {
        if (!report.phase().isEnd()) {
            return report.best() == null ? Optional.empty() : Optional.of(new Chip(Status.ACCENT, "So far"));
        }
        return Optional.of(switch (report.verdict()) {
            case BETTER -> new Chip(Status.SUCCESS, report.applied() ? "Better, applied" : "Better").icon(Feather.CHECK);
            case NO_BETTER -> new Chip(Status.NEUTRAL, "No better");
            case null -> new Chip(Status.WARNING, SessionForm.words(report.phase()));
        });
    }

    private static Node completion(List<ComparisonRow> rows, Profile profile) {
        return ComparisonRow.met(rows, profile).map(met -> {
            int of = profile.targets().size();
            String missed = String.join(", ",
                    rows.stream().filter(row -> row.target(profile).filter(target -> !target.isMetBy(row.best())).isPresent())
                            .map(ComparisonRow::title).toList());
            return (Node) new KeyValueRow(profile.title() + " · " + profile.label(),
                    "met " + met + " of " + of + (missed.isEmpty() ? "" : ", misses " + missed))
                    .status(met == of ? Status.SUCCESS : Status.DANGER);
        }).orElseGet(() -> new KeyValueRow(profile.title() + " · " + profile.label(), "not measured yet"));
    }

    private static String why(SessionReport report) {
        if (!report.phase().isEnd()) {
            return "The session is running";
        }
        if (report.applied()) {
            return "The best is applied";
        }
        return report.verdict() == Verdict.NO_BETTER ? "Nothing won in verification" : "The session ended without a verified best";
    }
}
