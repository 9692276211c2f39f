package gpudyno.console.settings;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.KnobSlider;
import gpudyno.console.kit.KnobWords;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Toggle;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Turns one knob: a slider and a field for numbers, a switch, or the few names there are; what the change costs stands beside Apply. What
/// is set and not applied is kept while other knobs are looked at, and no newer value of the node takes it away.
final class KnobEditor extends VBox {
    /// Height of a field's caption with its gap.
    private static final double CAPTION = 20;
    /// More names than this do not fit side by side.
    private static final int MOST_SEGMENTS = 6;

    private final TextField text = new TextField();
    private final FormField field = new FormField("Value", text);
    private final Label id = Labels.mono("");
    private final Label now = Labels.muted("");
    private final Label help = Labels.muted("");
    private final Label cost = Labels.caption("");
    private final HBox costRow = new HBox(8);
    private final VBox control = new VBox();
    private final Label refusal = Labels.caption("");
    private final ActionButton apply;
    private final ActionButton undo;
    /// What is set and not applied, by knob.
    private final Map<String, Object> drafts = new HashMap<>();
    private Consumer<Object> follow = _ -> {};
    private @Nullable KnobState shown;
    private String away = "";
    private boolean filling;

    /// What is wanted of a knob.
    interface Turn {
        /// @param wanted in the one form of a knob's value
        void to(KnobState knob, Object wanted);
    }

    KnobEditor(Turn turn) {
        super(10);
        Runnable press = () -> {
            KnobState state = shown;
            if (state == null) {
                return;
            }
            typed().ifPresent(wanted -> turn.to(state, wanted));
        };
        apply = Buttons.primary("Apply", press);
        undo = Buttons.text("Put back", this::putBack);
        text.setOnAction(_ -> apply.fire());
        text.textProperty().subscribe(_ -> written());
        text.setPrefColumnCount(12);
        help.setWrapText(true);
        cost.setWrapText(true);
        HBox head = new HBox(8, id, Labels.spacer(), now);
        head.setAlignment(Pos.CENTER_LEFT);
        HBox edit = new HBox(8, field, apply, undo);
        // At the top, below the caption: an error under the field moves nothing.
        edit.setAlignment(Pos.TOP_LEFT);
        HBox.setHgrow(field, Priority.ALWAYS);
        refusal.getStyleClass().add("field-error");
        refusal.setWrapText(true);
        costRow.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, help, control, edit, refusal, costRow);
        refused("");
        enable();
    }

    /// Another node comes into view: what was set for the last one's knobs is not meant for this one's.
    void forget() {
        drafts.clear();
        shown = null;
    }

    /// Shows a knob, with what was set for it and not applied.
    void choose(KnobState state) {
        shown = state;
        Knob knob = state.knob();
        id.setText(knob.id());
        help.setText(knob.help() + ". Allowed is " + knob.allowed() + ".");
        costRow.getChildren().setAll(new Chip(KnobWords.status(knob.cost()), KnobWords.shortCost(knob.cost())), cost);
        cost.setText(KnobWords.cost(knob.cost()));
        Object value = drafts.getOrDefault(knob.id(), state.value());
        filling = true;
        follow = _ -> {};
        control.getChildren().setAll(control(knob, value).stream().toList());
        text.setText(KnobWords.value(knob, value));
        filling = false;
        // A switch and a few names need no text.
        boolean written = control.getChildren().isEmpty()
                || !(knob.type() instanceof KnobType.Switch || knob.type() instanceof KnobType.Choice);
        field.setVisible(written);
        field.setManaged(written);
        Insets below = new Insets(written ? CAPTION : 0, 0, 0, 0);
        HBox.setMargin(apply, below);
        HBox.setMargin(undo, below);
        refused("");
        showNow(state);
        enable();
    }

    /// A newer value of the knob that is shown. What is set and not applied stays.
    void follow(KnobState state) {
        KnobState before = shown;
        if (before == null || !before.knob().id().equals(state.knob().id()) || before.equals(state)) {
            return;
        }
        boolean touched = !Optional.of(before.value()).equals(typed());
        shown = state;
        if (touched && !Optional.of(state.value()).equals(typed())) {
            showNow(state);
            enable();
        } else {
            drafts.remove(state.knob().id());
            choose(state);
        }
    }

    private void showNow(KnobState state) {
        now.setText("now " + KnobWords.value(state.knob(), state.value()));
    }

    /// The node refused the change, or it could not be asked.
    void refused(String line) {
        refusal.setText(line);
        refusal.setVisible(!line.isEmpty());
        refusal.setManaged(!line.isEmpty());
    }

    /// @param reason why nothing can be turned now; empty while it can
    void unavailable(String reason) {
        away = reason;
        enable();
    }

    Optional<KnobState> shown() {
        return Optional.ofNullable(shown);
    }

    ActionButton apply() {
        return apply;
    }

    TextField text() {
        return text;
    }

    /// Empty where a field alone has to do: for a range of one value, for many names, and where a knob stands outside of what it allows.
    private Optional<Node> control(Knob knob, Object value) {
        if (!isAllowed(knob, value)) {
            return Optional.empty();
        }
        return switch (knob.type()) {
            case KnobType.Whole whole when whole.min() < whole.max() -> Optional.of(slider(knob, KnobSlider.whole(whole.min(), whole.max(),
                    whole.scale(), number -> KnobWords.value(knob, Math.round(number)), ((Number) value).doubleValue()), true));
            case KnobType.Real real when real.min() < real.max() -> Optional.of(slider(knob, KnobSlider.real(real.min(), real.max(),
                    real.scale(), number -> KnobWords.value(knob, number), ((Number) value).doubleValue()), false));
            case KnobType.Whole _,KnobType.Real _ -> Optional.empty();
            case KnobType.Switch _ -> Optional.of(toggle(knob, (Boolean) value));
            case KnobType.Choice choice -> choice.values().size() <= MOST_SEGMENTS
                    ? Optional.of(segments(choice, value.toString()))
                    : Optional.empty();
        };
    }

    private static boolean isAllowed(Knob knob, Object value) {
        try {
            return knob.type().check(value).equals(value);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private Node slider(Knob knob, KnobSlider slider, boolean whole) {
        slider.value().subscribe(moved -> {
            if (!filling) {
                Object value = moved.doubleValue();
                set(knob, whole ? Math.round(moved.doubleValue()) : value);
            }
        });
        follow = value -> slider.value().set(((Number) value).doubleValue());
        return slider;
    }

    private Node toggle(Knob knob, boolean on) {
        Toggle toggle = new Toggle(knob.id(), on);
        Label word = Labels.plain(KnobWords.value(knob, on));
        toggle.selectedProperty().subscribe(chosen -> {
            word.setText(KnobWords.value(knob, chosen));
            if (!filling) {
                set(knob, chosen);
            }
        });
        follow = value -> toggle.setSelected((Boolean) value);
        HBox row = new HBox(8, toggle, word);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Node segments(KnobType.Choice choice, String value) {
        SegmentedControl<String> names = new SegmentedControl<>(choice.values(), name -> name, value);
        names.selected().subscribe(name -> {
            if (!filling) {
                text.setText(name);
            }
        });
        follow = name -> names.selected().set(name.toString());
        return names;
    }

    private void set(Knob knob, Object value) {
        text.setText(KnobWords.value(knob, value));
    }

    /// Something was typed, or set by the control above.
    private void written() {
        KnobState state = shown;
        if (state == null || filling) {
            return;
        }
        refused("");
        typed().ifPresent(value -> {
            if (value.equals(state.value())) {
                drafts.remove(state.knob().id());
            } else {
                drafts.put(state.knob().id(), value);
            }
            filling = true;
            follow.accept(value);
            filling = false;
        });
        enable();
    }

    /// What is typed, as the knob takes it; empty, with the reason under the field, where it does not.
    private Optional<Object> typed() {
        KnobState state = shown;
        if (state == null) {
            return Optional.empty();
        }
        try {
            Object value = state.knob().check(text.getText().strip());
            field.error("");
            return Optional.of(value);
        } catch (IllegalArgumentException e) {
            field.error(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void putBack() {
        KnobState state = shown;
        if (state != null) {
            drafts.remove(state.knob().id());
            choose(state);
        }
    }

    private void enable() {
        KnobState state = shown;
        Optional<Object> wanted = typed();
        boolean same = state != null && wanted.filter(state.value()::equals).isPresent();
        apply.unavailable(state == null
                ? "Choose a knob in the table first"
                : !away.isEmpty()
                        ? away
                        : wanted.isEmpty() ? field.error() : same ? "It stands there already" : null);
        undo.setVisible(state != null && !same);
    }
}
