package gpudyno.console.alerts;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Suggestions;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RulePreview;
import gpudyno.model.meter.Meter;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final Suggestions suggestions;
    private final TextField seconds = new TextField("30");
    private final SegmentedControl<Severity> severity = new SegmentedControl<>(List.of(Severity.values()),
            one -> ActiveAlerts.capitalised(one.name()), Severity.WARNING);
    private final FormField titleField = new FormField("Title", title);
    private final FormField conditionField = new FormField("Condition (CEL over meters)", condition);
    private final FormField secondsField = new FormField("For, seconds", seconds);
    private final Label preview = Labels.muted("Write a condition to see what it would have done.");
    private final PauseTransition settled = new PauseTransition(javafx.util.Duration.millis(400));
    private final Consumer<AlertRule> look;
    private final Label told = Labels.caption("");
    private final ActionButton remove;
    private @Nullable AlertRule edited;
    /// Ids that are taken on the node.
    private Set<String> taken = Set.of();
    /// What the form was filled with; what differs is a draft.
    private List<Object> filled;
    /// How often the form was filled with something else.
    private int fillings;

    /// What can be done with what is written.
    ///
    /// @param save takes the rule, and what to do once the node has it or refused it
    record Actions(Consumer<AlertRule> look, BiConsumer<AlertRule, Consumer<String>> save, Consumer<AlertRule> remove) {}

    /// @param meters of the node, to be offered while a condition is written
    RuleEditor(Actions actions, Supplier<List<Meter>> meters) {
        look = actions.look;
        suggestions = Suggestions.under(condition, new ExpressionWords(meters)::at);
        condition.getStyleClass().add("mono");
        condition.setPromptText("latency.p95.ms > 500");
        title.setPromptText("Latency over target");
        preview.setWrapText(true);
        remove = Buttons.danger("Remove", () -> {
            if (edited != null) {
                actions.remove.accept(edited);
            }
        });
        secondsField.setMinWidth(84);
        secondsField.setMaxWidth(110);
        HBox first = new HBox(8, titleField, secondsField);
        HBox.setHgrow(titleField, Priority.ALWAYS);
        severity.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(8, which, Labels.spacer(), told);
        form = new VBox(8, head, first, new FormField("Severity", severity), conditionField, preview,
                Buttons.row(Buttons.primary("Save rule", () -> save(actions.save)), remove));
        settled.setOnFinished(_ -> check(false).ifPresent(look));
        condition.textProperty().subscribe(_ -> changed());
        seconds.textProperty().subscribe(_ -> changed());
        title.textProperty().subscribe(_ -> changed());
        severity.selected().subscribe(_ -> changed());
        filled = fields();
        startNew();
    }

    VBox form() {
        return form;
    }

    private List<Object> fields() {
        return List.of(title.getText(), condition.getText(), seconds.getText(), severity.selected().get());
    }

    /// What is offered for the condition now.
    List<Suggestions.Suggestion> suggested() {
        return suggestions.offered();
    }

    /// Id of the rule in the form; empty for one that is new.
    Optional<String> edited() {
        return Optional.ofNullable(edited).map(AlertRule::id);
    }

    /// Whether something is written that is not saved.
    boolean isDraft() {
        return !fields().equals(filled);
    }

    private void changed() {
        told.setText(isDraft() ? "not saved" : "");
        settled.playFromStart();
    }

    /// The ids a new rule cannot have. What is written stays as it is.
    void taken(Set<String> ids) {
        taken = Set.copyOf(ids);
    }

    void edit(AlertRule rule) {
        edited = rule;
        which.setText("Rule " + rule.id());
        fill(rule.title(), rule.condition(), String.valueOf(rule.holdFor().toSeconds()), rule.severity());
        remove.unavailable(null);
    }

    void startNew() {
        edited = null;
        which.setText("New rule");
        fill("", "", "30", Severity.WARNING);
        preview.setText("Write a condition to see what it would have done.");
        remove.unavailable("A rule that is not saved needs no removing");
    }

    private void fill(String name, String expression, String hold, Severity how) {
        fillings++;
        title.setText(name);
        condition.setText(expression);
        seconds.setText(hold);
        severity.selected().set(how);
        filled = fields();
        List.of(titleField, conditionField, secondsField).forEach(field -> field.error(""));
        changed();
    }

    void showPreview(RulePreview would) {
        conditionField.error("");
        long hours = Math.max(1, Math.round(Duration.between(would.from(), would.to()).toMinutes() / 60.0));
        int times = would.fired().size();
        preview.setText(would.frames() == 0
                ? "There is no history yet to try it on."
                : "Would have fired " + (times == 1 ? "once" : times + " times") + " in the last "
                        + (hours == 1 ? "hour" : hours + " hours")
                        + ", tried on what is recorded every " + Formats.span(would.resolution()) + ".");
    }

    void showError(String line) {
        preview.setText("");
        conditionField.error(line);
    }

    /// The rule is gone from the node. What was written meanwhile stays, as a new rule.
    void removed(AlertRule rule) {
        AlertRule open = edited;
        if (open == null || !open.id().equals(rule.id())) {
            return;
        }
        if (!isDraft()) {
            startNew();
            return;
        }
        edited = null;
        which.setText("New rule");
        remove.unavailable("A rule that is not saved needs no removing");
    }

    private void save(BiConsumer<AlertRule, Consumer<String>> action) {
        // A preview that is still to come would take a refusal off its field.
        settled.stop();
        List<Object> saved = fields();
        int asked = fillings;
        check(true).ifPresent(rule -> action.accept(rule, refusal -> {
            if (asked != fillings) {
                // The form holds another rule by now; the page says what became of this one.
                return;
            }
            if (!refusal.isEmpty()) {
                showError(refusal);
                return;
            }
            filled = saved;
            if (fields().equals(saved)) {
                edited = rule;
                which.setText("Rule " + rule.id());
                remove.unavailable(null);
            }
            told.setText(isDraft() ? "not saved" : "saved");
        }));
    }

    /// The rule the fields make; what is wrong is marked in its field.
    ///
    /// @param whole whether fields that are still empty are refused too
    private Optional<AlertRule> check(boolean whole) {
        String name = title.getText().strip();
        titleField.error(!name.isEmpty() || !whole
                ? edited == null && taken.contains(id(name)) && !name.isEmpty() ? "There is a rule of that name: choose another" : ""
                : "A title is needed");
        conditionField.error(condition.getText().isBlank() && whole ? "A condition is needed, such as latency.p95.ms > 500" : "");
        String hold = seconds.getText().strip();
        secondsField.error(hold.matches("\\d{1,7}") ? "" : "Whole seconds, such as 30");
        boolean wrong = List.of(titleField, conditionField, secondsField).stream().anyMatch(field -> !field.error().isEmpty());
        if (wrong || condition.getText().isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(written(Duration.ofSeconds(Long.parseLong(hold))));
        } catch (IllegalArgumentException e) {
            conditionField.error(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static String id(String name) {
        String id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return id.isEmpty() ? "rule" : id;
    }

    private AlertRule written(Duration holdFor) {
        String name = title.getText().strip();
        AlertRule from = edited;
        if (from != null) {
            return new AlertRule(from.id(), name.isEmpty() ? from.title() : name, from.group(), condition.getText(), from.keepWhile(),
                    from.window(), holdFor, from.keepFiring(), from.cooldown(), from.noData(), severity.selected().get(),
                    from.inhibitedBy(), from.on(), from.duringTests());
        }
        return new AlertRule(id(name), name.isEmpty() ? "Rule" : name, "custom", condition.getText(), null, Duration.ofSeconds(15), holdFor,
                Duration.ofSeconds(15), Duration.ofMinutes(5), AlertRule.NoData.CLEAR, severity.selected().get(), List.of(), true);
    }
}
