package gpudyno.console.settings;

import gpudyno.console.frame.Facts;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.Theme;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import gpudyno.model.node.Readiness;
import gpudyno.node.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Every knob with its range, help and cost; the theme; where settings lie; what the ten modules do.
public final class SettingsPage implements Page {
    /// Height of a field's caption with its gap.
    private static final double CAPTION = 20;

    private final Workbench bench;
    private final DataTable<KnobState> knobs = new DataTable<>("The node names no knobs.");
    private final DataTable<Readiness> readiness = new DataTable<Readiness>("The node says nothing of its modules yet.").rowHeight(36);
    private final TextField value = new TextField();
    private final FormField field = new FormField("Choose a knob", value);
    private final Label help = Labels.caption("");
    private final HBox root;
    private Subscription listening = Subscription.EMPTY;
    private @Nullable KnobState chosen;

    public SettingsPage(Workbench bench, Path configFolder) {
        this.bench = bench;
        knobs.getColumns().add(Columns.fixed(Columns.mono("Knob", state -> state.knob().id()), 180));
        knobs.getColumns().add(Columns.fixed(Columns.right("Now", state -> state.value().toString(), _ -> false), 92));
        knobs.getColumns().add(Columns.muted("Allowed", state -> range(state.knob().type())));
        knobs.getColumns()
                .add(Columns.fixed(Columns.muted("Costs", state -> state.knob().cost().name().toLowerCase(Locale.ROOT)), 60));
        knobs.getStyleClass().add("tight");
        knobs.keyedBy(state -> state.knob().id()).onChoice(this::choose);
        readiness.getColumns().add(Columns.text("Module", item -> item.module().title()));
        readiness.getColumns().add(Columns.fixed(Columns.node("State", SettingsPage::chip), 84));
        readiness.getColumns().add(Columns.muted("Evidence", Readiness::evidence));
        help.setWrapText(true);
        value.setOnAction(_ -> turn());
        ActionButton apply = Buttons.primary("Apply", this::turn);
        bench.unavailable().subscribe(reason -> apply.unavailable(reason.isEmpty() ? null : reason));
        HBox edit = new HBox(8, field, apply);
        // At the top, below the caption: an error under the field moves nothing.
        edit.setAlignment(javafx.geometry.Pos.TOP_LEFT);
        HBox.setMargin(apply, new javafx.geometry.Insets(CAPTION, 0, 0, 0));
        HBox.setHgrow(field, Priority.ALWAYS);
        SegmentedControl<Theme> theme = new SegmentedControl<>(List.of(Theme.values()), name -> name == Theme.DARK ? "Dark" : "Light",
                bench.theme().get());
        theme.selected().bindBidirectional(bench.theme());
        Panel knobPanel = grow(new Panel("Knobs").flush(knobs));
        VBox left = grow(new VBox(12, knobPanel, new Panel("Turn a knob", new VBox(8, edit, help))));
        Panel modules = grow(new Panel("Readiness").subtitle("ten modules").flush(readiness));
        VBox right = new VBox(12, modules,
                new Panel("Window",
                        new VBox(12, new FormField("Theme", theme), new KeyValueRow("Settings folder", configFolder.toString()))));
        right.setMinWidth(400);
        right.setPrefWidth(400);
        root = new HBox(12, left, right);
        root.getStyleClass().add("page");
    }

    private static <R extends javafx.scene.layout.Region> R grow(R region) {
        HBox.setHgrow(region, Priority.ALWAYS);
        VBox.setVgrow(region, Priority.ALWAYS);
        return region;
    }

    /// The range as short as a table needs it; the editor below says it in words.
    private static String range(KnobType type) {
        return switch (type) {
            case KnobType.Whole whole -> whole.min() + " – " + whole.max();
            case KnobType.Real real -> real.min() + " – " + real.max();
            case KnobType.Choice choice -> String.join(", ", choice.values());
            case KnobType.Switch _ -> "true, false";
        };
    }

    private static Chip chip(Readiness item) {
        return switch (item.state()) {
            case OFF -> new Chip(Status.NEUTRAL, "Off").outline();
            case LEARNING -> new Chip(Status.ACCENT, "Learning");
            case WORKING -> new Chip(Status.SUCCESS, "Working");
            case DEGRADED -> new Chip(Status.WARNING, "Degraded");
        };
    }

    private void show(Facts told) {
        if (!told.knobs().equals(knobs.rows())) {
            show(told.knobs());
        }
        if (!told.readiness().equals(readiness.rows())) {
            readiness.show(told.readiness());
        }
    }

    /// Newer values of the knobs. What is typed into the field stays; a value that nobody has touched follows the knob.
    void show(List<KnobState> states) {
        knobs.show(states);
        KnobState before = chosen;
        if (before == null) {
            return;
        }
        states.stream().filter(state -> state.knob().id().equals(before.knob().id())).findFirst().ifPresent(now -> {
            chosen = now;
            if (value.getText().equals(before.value().toString())) {
                value.setText(now.value().toString());
            }
        });
    }

    private void choose(KnobState state) {
        chosen = state;
        value.setText(state.value().toString());
        field.caption(state.knob().id());
        help.setText(
                state.knob().help() + ". Allowed is " + state.knob().type().allowed() + ". A change " + cost(state.knob().cost()) + ".");
        field.error("");
    }

    private static String cost(ChangeCost cost) {
        return switch (cost) {
            case FREE -> "takes effect at once and costs nothing";
            case PAUSE -> "holds requests for a moment";
            case RESTART -> "starts the backend anew, and requests wait for it";
        };
    }

    private void turn() {
        KnobState state = chosen;
        if (state == null || bench.node().get().isEmpty()) {
            field.error("Choose a knob in the table first");
            return;
        }
        Object wanted;
        try {
            wanted = state.knob().type().check(number(state.knob().type(), value.getText()));
            field.error("");
        } catch (IllegalArgumentException e) {
            field.error(String.valueOf(e.getMessage()));
            return;
        }
        Node node = bench.node().get().get().node();
        bench.dialogs().confirm(new Confirmation("Turn " + state.knob().id() + " to " + wanted + "?",
                "It stands at " + state.value() + ". The change is live; Undo puts it back.", "Turn", false),
                () -> turn(node, state.knob().id(), wanted, true));
    }

    /// A decimal comma is a point; what Java alone takes for a number, such as `5d`, is none.
    private static String number(KnobType type, String text) {
        if (!(type instanceof KnobType.Real)) {
            return text;
        }
        if (!text.strip().matches("[+-]?(\\d+([.,]\\d*)?|[.,]\\d+)([eE][+-]?\\d+)?")) {
            throw new IllegalArgumentException("'" + text.strip() + "' is not allowed: " + type.allowed());
        }
        return text.replace(',', '.');
    }

    private void turn(Node node, String knob, Object wanted, boolean undoable) {
        bench.calls().call(() -> node.knobs().turn(Map.of(knob, wanted), "console"), change -> {
            Object before = change.before().get(knob);
            if (undoable && before != null) {
                bench.dialogs().done(words(change), () -> turn(node, knob, before, false));
            } else {
                bench.dialogs().say(words(change));
            }
        }, field::error);
    }

    private static String words(KnobChange change) {
        return change.after().values().isEmpty() ? "It stands there already" : "Turned " + change.after();
    }

    @Override
    public String title() {
        return "Settings";
    }

    @Override
    public Ikon icon() {
        return Feather.SETTINGS;
    }

    @Override
    public javafx.scene.Node content() {
        return root;
    }

    @Override
    public void show(Node node, TimeRange range) {
        hide();
        listening = bench.node().get().map(model -> model.facts().subscribe(told -> told.ifPresent(this::show))).orElse(Subscription.EMPTY);
    }

    @Override
    public void hide() {
        listening.unsubscribe();
        listening = Subscription.EMPTY;
    }
}
