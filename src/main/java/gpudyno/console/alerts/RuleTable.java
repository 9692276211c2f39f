package gpudyno.console.alerts;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.Toggle;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.alert.Silence;
import gpudyno.model.node.Event.Severity;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Tooltip;

/// The rules of a node, each with how it stands.
final class RuleTable {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private final DataTable<RuleStatus> table = new DataTable<RuleStatus>("The node has no alert rules.").rowHeight(36)
            .keyedBy(status -> status.rule().id());
    private List<Silence> silences = List.of();
    private List<Alert> active = List.of();

    /// @param change takes a rule that was switched
    /// @param choose takes the rule to edit
    RuleTable(Consumer<AlertRule> change, Consumer<AlertRule> choose) {
        table.getColumns().add(Columns.fixed(Columns.node("On", status -> {
            Toggle toggle = new Toggle("Rule " + status.rule().title(), status.rule().on());
            toggle.setOnAction(_ -> change.accept(status.rule().switched(toggle.isSelected())));
            return toggle;
        }), 52));
        table.getColumns().add(Columns.text("Rule", status -> status.rule().title()));
        table.getColumns().add(Columns.mono("Condition (CEL)", status -> status.rule().condition()));
        table.getColumns().add(Columns.fixed(Columns.rightAligned(Columns.ordered("For", status -> status.rule().holdFor(),
                status -> Formats.span(status.rule().holdFor()))), 62));
        table.getColumns().add(Columns
                .fixed(Columns.node("Severity", status -> severity(status.rule().severity()), status -> status.rule().severity()), 82));
        table.getColumns().add(Columns.fixed(Columns.node("State", this::state), 82));
        table.getColumns().add(Columns.fixed(Columns.muted("Silence", this::silence), 92));
        table.onChoice(status -> choose.accept(status.rule()));
    }

    DataTable<RuleStatus> table() {
        return table;
    }

    /// The selection stays with its rule, and nobody is told of it: what is written in the form is the person's own.
    void show(AlertBoard board) {
        boolean changed = !board.silences().equals(silences) || !board.active().equals(active);
        silences = board.silences();
        active = board.active();
        if (!table.show(board.rules()) && changed) {
            table.refresh();
        }
    }

    /// @return the rule; empty if there is none of that id
    Optional<AlertRule> find(String rule) {
        return status(rule).map(RuleStatus::rule);
    }

    /// Selects a rule without telling anyone.
    void select(String rule) {
        status(rule).ifPresentOrElse(status -> {
            if (!status.equals(table.getSelectionModel().getSelectedItem())) {
                table.select(status);
                table.scrollTo(status);
            }
        }, this::unselect);
    }

    private Optional<RuleStatus> status(String rule) {
        return table.rows().stream().filter(status -> status.rule().id().equals(rule)).findFirst();
    }

    void unselect() {
        table.select(null);
    }

    static Chip severity(Severity severity) {
        return switch (severity) {
            case INFO -> new Chip(Status.ACCENT, "Info");
            case WARNING -> new Chip(Status.WARNING, "Warning");
            case CRITICAL -> new Chip(Status.DANGER, "Critical");
        };
    }

    private Chip state(RuleStatus status) {
        if (!status.rule().on()) {
            return new Chip(Status.NEUTRAL, "Off").outline();
        }
        if (!status.problem().isEmpty()) {
            Chip chip = new Chip(Status.WARNING, "No meter").outline();
            chip.setAccessibleText(status.problem());
            Tooltip.install(chip, new Tooltip(status.problem()));
            return chip;
        }
        if (status.firing() > 0) {
            return firing(status.rule().id());
        }
        return status.pending() > 0 ? new Chip(Status.WARNING, "Pending") : new Chip(Status.SUCCESS, "OK");
    }

    /// A silence of one series keeps no other series quiet, and what another alert explains is not silenced.
    private Chip firing(String rule) {
        List<Alert> firing = active.stream().filter(alert -> alert.rule().equals(rule) && alert.state() == Alert.State.FIRING).toList();
        if (firing.isEmpty() || firing.stream().anyMatch(Alert::isLoud)) {
            return new Chip(Status.DANGER, "Firing");
        }
        return new Chip(Status.NEUTRAL, firing.stream().allMatch(alert -> alert.quietUntil() != null) ? "Silenced" : "Explained").outline();
    }

    private String silence(RuleStatus status) {
        return silences.stream().filter(silence -> silence.rule().equals(status.rule().id())).findFirst()
                .map(silence -> "until " + CLOCK.format(silence.until())).orElse(Formats.NONE);
    }
}
