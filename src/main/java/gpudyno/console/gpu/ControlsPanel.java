package gpudyno.console.gpu;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KnobSlider;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.Toggle;
import gpudyno.model.gpu.Control;
import gpudyno.model.gpu.ControlState;
import gpudyno.model.knob.KnobType.Scale;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What of a device can be set: power cap, locked clock, persistence. Nothing takes effect before Apply; what is moved meanwhile stays as the
/// person left it, whatever the node tells.
final class ControlsPanel {
    private final Panel panel = new Panel("Controls");
    private final TrimRow trim;
    private final ActionButton apply;
    private final ActionButton reset;
    private List<ControlState> states = List.of();
    private String device = "";
    private String place = "";
    private String away = "";
    private String silent = "";
    private @Nullable KnobSlider power;
    private @Nullable KnobSlider clock;
    private @Nullable Toggle locked;
    private @Nullable Toggle persistence;

    /// @param apply takes what is to change
    /// @param reset takes the device whose driver's defaults are wanted
    record Uses(Consumer<Wanted> apply, Consumer<Wanted> reset) {}

    /// What is to be set on a device.
    ///
    /// @param place what the device is called
    record Wanted(String device, String place, List<Move> moves) {}

    /// One control, from where to where.
    record Move(ControlState state, double to) {
        String words() {
            return name(state.control()) + " " + value(state, state.value()) + " → " + value(state, to);
        }
    }

    ControlsPanel(Uses uses, TrimRow trim) {
        this.trim = trim;
        apply = Buttons.primary("Apply", () -> uses.apply.accept(wanted())).form();
        reset = Buttons.plain("Reset to driver default", () -> uses.reset.accept(wanted())).form();
        build();
    }

    Panel panel() {
        return panel;
    }

    /// @param reason why nothing can be set now; empty while it can
    void away(String reason) {
        away = reason;
        judge();
    }

    /// @param silence why the device itself takes nothing now; empty while it answers
    void show(String called, String id, List<ControlState> now, String silence) {
        place = called;
        if (!silence.equals(silent)) {
            silent = silence;
            judge();
        }
        boolean other = !id.equals(device);
        if (!other && now.equals(states)) {
            return;
        }
        // Held against where things stood before: what was just applied is moved no more.
        boolean keeps = !other && isMoved() && now.size() == states.size();
        device = id;
        states = List.copyOf(now);
        if (keeps) {
            judge();
        } else {
            build();
        }
    }

    private boolean isMoved() {
        return !moves().isEmpty();
    }

    private Optional<ControlState> state(Control control) {
        return states.stream().filter(state -> state.control() == control).findFirst();
    }

    private void build() {
        power = null;
        clock = null;
        locked = null;
        persistence = null;
        if (states.isEmpty()) {
            panel.trailing();
            panel.content(new VBox(12, Labels.muted("The driver of this device lets nothing be set."), rule(), trim));
            return;
        }
        List<Node> rows = new ArrayList<>();
        state(Control.POWER_LIMIT).ifPresent(state -> rows.add(power(state)));
        state(Control.CLOCK_MAX).ifPresent(state -> rows.add(clock(state)));
        state(Control.PERSISTENCE).ifPresent(state -> rows.add(persistence(state)));
        rows.forEach(row -> row.setDisable(!problem().isEmpty()));
        rows.add(Buttons.row(apply, reset));
        if (!problem().isEmpty()) {
            Label why = Labels.caption(problem());
            why.setWrapText(true);
            why.setMinHeight(Label.USE_PREF_SIZE);
            rows.add(why);
            Chip admin = new Chip(Status.NEUTRAL, "Needs admin").outline().icon(Feather.LOCK);
            Tooltip.install(admin, new Tooltip(problem()));
            panel.trailing(admin);
        } else {
            panel.trailing();
        }
        rows.add(rule());
        rows.add(trim);
        VBox body = new VBox(12);
        body.getChildren().setAll(rows);
        body.setPadding(new Insets(2, 0, 0, 0));
        panel.content(body);
        judge();
    }

    private static Separator rule() {
        Separator rule = new Separator();
        rule.getStyleClass().add("small");
        return rule;
    }

    /// Why a device cannot be set; empty if it can.
    private String problem() {
        return states.stream().map(ControlState::problem).filter(one -> !one.isEmpty()).findFirst().orElse("");
    }

    private KnobSlider power(ControlState state) {
        KnobSlider slider = slider("Power cap", state, "W");
        power = slider;
        return slider;
    }

    private KnobSlider clock(ControlState most) {
        KnobSlider slider = slider("Lock core clock", most, "MHz");
        Toggle toggle = new Toggle("Lock the core clock", isLocked());
        Label word = Labels.muted("");
        toggle.selectedProperty().subscribe(on -> {
            word.setText(on ? "on" : "off");
            judge();
        });
        HBox beside = new HBox(6, toggle, word);
        beside.setAlignment(Pos.CENTER_LEFT);
        slider.beside(beside);
        // Who moves the clock means to lock it.
        slider.value().addListener((_, _, _) -> toggle.setSelected(true));
        clock = slider;
        locked = toggle;
        return slider;
    }

    private boolean isLocked() {
        return state(Control.CLOCK_MAX).filter(most -> most.value() < most.max()).isPresent()
                || state(Control.CLOCK_MIN).filter(least -> least.value() > least.min()).isPresent();
    }

    private HBox persistence(ControlState state) {
        Toggle toggle = new Toggle("Persistence", state.value() > 0);
        toggle.selectedProperty().subscribe(this::judge);
        persistence = toggle;
        HBox row = new HBox(8, Labels.plain("Persistence"), toggle, Labels.caption("keeps the driver loaded"));
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private KnobSlider slider(String name, ControlState state, String unit) {
        double most = Math.max(state.max(), state.min() + 1);
        KnobSlider slider = new KnobSlider(name, state.min(), most, Scale.LINEAR, unit, Math.clamp(state.value(), state.min(), most));
        slider.value().addListener((_, _, _) -> judge());
        return slider;
    }

    private List<Move> moves() {
        Map<Control, Double> wanted = new EnumMap<>(Control.class);
        KnobSlider cap = power;
        if (cap != null) {
            wanted.put(Control.POWER_LIMIT, cap.value().get());
        }
        KnobSlider speed = clock;
        Toggle lock = locked;
        if (speed != null && lock != null && (lock.isSelected() || isLocked())) {
            state(Control.CLOCK_MAX).ifPresent(most -> wanted.put(Control.CLOCK_MAX, lock.isSelected() ? speed.value().get() : most.max()));
            state(Control.CLOCK_MIN)
                    .ifPresent(least -> wanted.put(Control.CLOCK_MIN, lock.isSelected() ? speed.value().get() : least.min()));
        }
        Toggle stays = persistence;
        if (stays != null) {
            wanted.put(Control.PERSISTENCE, stays.isSelected() ? 1.0 : 0.0);
        }
        List<Move> moves = new ArrayList<>();
        wanted.forEach((control, to) -> state(control).filter(state -> Math.abs(state.value() - to) >= 0.5)
                .ifPresent(state -> moves.add(new Move(state, to))));
        return moves;
    }

    private Wanted wanted() {
        return new Wanted(device, place, moves());
    }

    private void judge() {
        String problem = Stream.of(away, silent, problem()).filter(one -> !one.isEmpty()).findFirst().orElse("");
        apply.unavailable(!problem.isEmpty() ? problem : isMoved() ? null : "Nothing is moved yet");
        reset.unavailable(problem.isEmpty() ? null : problem);
    }

    static String name(Control control) {
        return switch (control) {
            case POWER_LIMIT -> "Power cap";
            case CLOCK_MIN -> "Least clock";
            case CLOCK_MAX -> "Greatest clock";
            case PERSISTENCE -> "Persistence";
        };
    }

    private static String value(ControlState state, double value) {
        return state.control().isSwitch()
                ? value > 0 ? "on" : "off"
                : Formats.number(value, 0) + " " + Formats.shortUnit(state.control().unit());
    }
}
