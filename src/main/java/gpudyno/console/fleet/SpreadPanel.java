package gpudyno.console.fleet;

import gpudyno.console.fleet.Spread.Change;
import gpudyno.console.fleet.Spread.State;
import gpudyno.console.fleet.Spread.Step;
import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.KnobWords;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Status;
import gpudyno.model.knob.ChangeCost;
import gpudyno.model.knob.KnobState;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;

/// One knob, the knobs of a node, or one targets profile for several nodes, with what it does on each before and after.
final class SpreadPanel extends StackPane {
    private static final double FORM = 320;
    private static final double VALUE = 88;

    private final Workbench bench;
    private final List<NodeViewModel> nodes;
    private final Panel panel;
    private final Spread spread;
    private final SegmentedControl<Kind> kind;
    private final ComboBox<String> knob = new ComboBox<>();
    private final TextField value = new TextField();
    private final FormField valueField = new FormField("Value", value);
    private final ComboBox<Profile> profile = new ComboBox<>();
    private final ComboBox<NodeViewModel> source = new ComboBox<>();
    private final VBox form = new VBox(12);
    private final Label cost = Labels.caption("");
    private final DataTable<Step> table = new DataTable<Step>("No node").keyedBy(step -> step.node().name());
    private final ActionButton apply = Buttons.primary("Apply", this::apply);
    private boolean applied;

    /// What is spread.
    enum Kind {
        KNOB("One knob"),
        COPY("Copy knobs"),
        TARGETS("Targets");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    SpreadPanel(Workbench bench, List<NodeViewModel> nodes, Kind first, Runnable close) {
        this.bench = bench;
        this.nodes = List.copyOf(nodes);
        kind = new SegmentedControl<>(List.of(Kind.values()), one -> one.title, first);
        List<KnobState> known = nodes.stream().flatMap(node -> node.facts().get().map(Facts::knobs).orElse(List.of()).stream()).toList();
        knob.getItems().setAll(known.stream().map(state -> state.knob().id()).distinct().sorted().toList());
        knob.getSelectionModel().selectFirst();
        profile.getItems().setAll(Profiles.SHIPPED);
        profile.setConverter(words(Profile::name));
        profile.getSelectionModel().select(Profiles.OPTION_2);
        source.getItems().setAll(nodes);
        source.setConverter(words(NodeViewModel::name));
        source.getSelectionModel().selectFirst();
        List.of(knob, profile, source).forEach(box -> box.setMaxWidth(Double.MAX_VALUE));
        cost.setWrapText(true);
        spread = new Spread(nodes, change(), bench.calls());
        table.getColumns().setAll(List.of(Columns.text("Node", step -> step.node().name()), Columns.text("What changes", Step::words),
                Columns.fixed(Columns.text("Cost", step -> step.cost().map(KnobWords::shortCost).orElse("")), 64),
                Columns.fixed(Columns.node("Outcome", SpreadPanel::outcome), 120)));
        form.setMinWidth(FORM);
        form.setMaxWidth(FORM);
        HBox.setHgrow(table, Priority.ALWAYS);
        table.setMinHeight(0);
        HBox body = new HBox(12, form, table);
        panel = new Panel("Change on " + nodes.size() + (nodes.size() == 1 ? " node" : " nodes"), body)
                .trailing(apply, Buttons.bareIcon(Feather.X, "Close", close));
        getChildren().add(panel);
        kind.selected().subscribe(_ -> plan());
        knob.valueProperty().subscribe(_ -> {
            value.setText(current().map(state -> KnobWords.value(state.knob(), state.value())).orElse(""));
            plan();
        });
        value.textProperty().subscribe(_ -> plan());
        profile.valueProperty().subscribe(_ -> plan());
        source.valueProperty().subscribe(_ -> plan());
    }

    private static <T> StringConverter<T> words(Function<T, String> said) {
        return new StringConverter<>() {
            @Override
            public String toString(T one) {
                return one == null ? "" : said.apply(one);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        };
    }

    private Optional<KnobState> current() {
        return nodes.stream().flatMap(node -> node.facts().get().map(Facts::knobs).orElse(List.of()).stream())
                .filter(state -> state.knob().id().equals(knob.getValue())).findFirst();
    }

    private Change change() {
        return switch (kind.selected().get()) {
            case KNOB -> new Change.Knobs(knob.getValue() == null ? Map.of() : new TreeMap<>(Map.of(knob.getValue(), value.getText())));
            case COPY -> new Change.CopyOf(source.getValue());
            case TARGETS -> new Change.Targets(profile.getValue().id());
        };
    }

    private void plan() {
        if (spread.isAtWork()) {
            return;
        }
        applied = false;
        spread.plan(change());
        form.getChildren().setAll(kind);
        switch (kind.selected().get()) {
            case KNOB -> {
                FormField knobField = new FormField("Knob", knob);
                HBox.setHgrow(knobField, Priority.ALWAYS);
                valueField.setMinWidth(VALUE);
                valueField.setMaxWidth(VALUE);
                form.getChildren().add(new HBox(8, knobField, valueField));
                valueField.error(current().map(this::refusal).orElse(""));
            }
            case COPY -> form.getChildren().add(new FormField("From", source));
            case TARGETS -> form.getChildren().add(new FormField("Judged by", profile));
        }
        form.getChildren().add(cost);
        show();
    }

    private String refusal(KnobState state) {
        try {
            state.knob().check(value.getText());
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void apply() {
        applied = true;
        spread.apply(this::ended);
    }

    private void ended() {
        show();
        if (!spread.isAtWork()) {
            bench.dialogs().done(spread.summary(), () -> spread.undo(bench.dialogs()::say));
        }
    }

    private void show() {
        List<Step> steps = spread.steps();
        table.show(steps);
        panel.subtitle(applied && !spread.isAtWork() ? spread.summary() : "");
        apply.busy(spread.isAtWork());
        apply.setText(applied ? "Try again" : "Apply to " + spread.open());
        apply.unavailable(spread.open() > 0 || spread.isAtWork() ? null : "Nothing is left to change");
        cost.setText(steps.stream().flatMap(step -> step.cost().stream()).max(Comparator.naturalOrder()).map(this::sentence).orElse(""));
    }

    private String sentence(ChangeCost most) {
        return kind.selected().get() == Kind.TARGETS ? "Serving goes on; only what is judged changes." : KnobWords.cost(most);
    }

    private static javafx.scene.Node outcome(Step step) {
        State state = step.state();
        return switch (state) {
            case PLANNED -> new Chip(Status.ACCENT, "Will change");
            case SAME -> new Chip(Status.NEUTRAL, "As it is").outline();
            case REFUSED -> new Chip(Status.WARNING, "Not possible").icon(Feather.ALERT_TRIANGLE);
            case AT_WORK -> new Chip(Status.NEUTRAL, "At work");
            case DONE -> new Chip(Status.SUCCESS, "Changed").icon(Feather.CHECK);
            case FAILED -> new Chip(Status.DANGER, "Failed").icon(Feather.X);
        };
    }
}
