package gpudyno.console.alerts;

import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Writes a rule, with what it would have done while it is written.
final class RuleEditor {
    private final Label which = Labels.caption("New rule");
    private final VBox form;
    private final TextField title = new TextField();
    private final TextField condition = new TextField();
    private final TextField seconds = new TextField("30");
    private final SegmentedControl<Severity> severity = new SegmentedControl<>(List.of(Severity.values()),
            one -> ActiveAlerts.capitalised(one.name()), Severity.WARNING);
    private final FormField titleField = new FormField("Title", title);
    private final FormField conditionField = new FormField("Condition (CEL over meters)", condition);
    private final FormField secondsField = new FormField("For, seconds", seconds);
    private final Label preview = Labels.muted("Write a condition to see what it would have done.");
    private final PauseTransition settled = new PauseTransition(javafx.util.Duration.millis(400));
    private final Consumer<AlertRule> look;
    private @Nullable AlertRule edited;

    /// What can be done with what is written.
    record Actions(Consumer<AlertRule> look, Consumer<AlertRule> save, Consumer<AlertRule> remove) {}

    RuleEditor(Actions actions) {
        look = actions.look;
        condition.getStyleClass().add("mono");
        preview.setWrapText(true);
        HBox row = new HBox(8, titleField, secondsField, new FormField("Severity", severity));
        HBox.setHgrow(titleField, Priority.ALWAYS);
        secondsField.setMaxWidth(110);
        severity.setMinWidth(Region.USE_PREF_SIZE);
        form = new VBox(8, which, row, conditionField, preview, Buttons.row(Buttons.primary("Save rule", () -> with(actions.save)),
                Buttons.danger("Remove", () -> {
                    if (edited != null) {
                        actions.remove.accept(edited);
                    }
                })));
        settled.setOnFinished(_ -> with(look));
        condition.textProperty().subscribe(_ -> settled.playFromStart());
        seconds.textProperty().subscribe(_ -> settled.playFromStart());
    }

    VBox form() {
        return form;
    }

    void edit(AlertRule rule) {
        edited = rule;
        which.setText("Rule " + rule.id());
        title.setText(rule.title());
        condition.setText(rule.condition());
        seconds.setText(String.valueOf(rule.holdFor().toSeconds()));
        severity.selected().set(rule.severity());
        settled.playFromStart();
    }

    void startNew() {
        edited = null;
        which.setText("New rule");
        title.setText("");
        condition.setText("");
        preview.setText("Write a condition to see what it would have done.");
        title.requestFocus();
    }

    void showPreview(RulePreview would) {
        conditionField.error("");
        long hours = Math.max(1, Math.round(Duration.between(would.from(), would.to()).toMinutes() / 60.0));
        int times = would.fired().size();
        preview.setText(would.frames() == 0
                ? "There is no history yet to try it on."
                : "Would have fired " + (times == 1 ? "once" : times + " times") + " in the last "
                        + (hours == 1 ? "hour" : hours + " hours")
                        + " (" + would.frames() + " frames of up to " + would.resolution().toSeconds() + " s).");
    }

    void showError(String line) {
        preview.setText("");
        conditionField.error(line);
    }

    private void with(Consumer<AlertRule> action) {
        if (condition.getText().isBlank()) {
            return;
        }
        try {
            AlertRule written = written();
            titleField.error("");
            secondsField.error("");
            action.accept(written);
        } catch (NumberFormatException _) {
            secondsField.error("whole seconds are needed, such as 30");
        } catch (IllegalArgumentException e) {
            titleField.error(String.valueOf(e.getMessage()));
        }
    }

    private AlertRule written() {
        Duration holdFor = Duration.ofSeconds(Long.parseLong(seconds.getText().strip()));
        AlertRule from = edited;
        if (from != null) {
            return new AlertRule(from.id(), title.getText(), from.group(), condition.getText(), from.keepWhile(), from.window(), holdFor,
                    from.keepFiring(), from.cooldown(), from.noData(), severity.selected().get(), from.inhibitedBy(), from.on(),
                    from.duringTests());
        }
        String id = title.getText().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return new AlertRule(id.isEmpty() ? "rule" : id, title.getText().isBlank() ? "Rule" : title.getText(), "custom",
                condition.getText(),
                null, Duration.ofSeconds(15), holdFor, Duration.ofSeconds(15), Duration.ofMinutes(5), AlertRule.NoData.CLEAR,
                severity.selected().get(), List.of(), true);
    }
}
