package gpudyno.console.load;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.NumberField;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.ScenarioCard;
import gpudyno.console.kit.ScenarioCard.Shape;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The shape of a load, what each request holds, and the plan that follows from both.
final class ScenarioForm {
    private static final double MOST = 100_000;

    private final Panel panel = new Panel("Load generator");
    private final ToggleGroup shapes = new ToggleGroup();
    private final NumberField rate = new NumberField("Rate", 64, 0.1, MOST, "req/s");
    private final NumberField other = new NumberField("Up to", 128, 0.1, MOST, "req/s");
    private final NumberField increment = new NumberField("Step", 16, 0.1, MOST, "req/s");
    private final NumberField duration = new NumberField("Duration", 60, 1, 86_400, "s");
    private final NumberField burstiness = new NumberField("Burstiness", 1, 0.05, 100, "");
    private final NumberField connections = new NumberField("Connections", 16, 1, 20_000, "");
    private final NumberField scale = new NumberField("Time scale", 1, 0.001, 1000, "");
    private final TextField trace = new TextField();
    private final NumberField prompts = new NumberField("Prompts", Workload.DEFAULT.distinctPrompts(), 1, 1_000_000, "");
    private final NumberField zipf = new NumberField("Zipf", Workload.DEFAULT.zipf(), 0, 10, "");
    private final NumberField seed = new NumberField("Seed", Workload.DEFAULT.seed(), 0, 1_000_000_000, "");
    private final GridPane fields = new GridPane(8, 8);
    private final PlanChart plan = new PlanChart();
    private final FormField traceField = new FormField("Trace file on the node's machine", trace);
    private final ActionButton start;
    private final ActionButton stop;

    /// @param wanted starts a run
    ScenarioForm(BiConsumer<Scenario, Workload> wanted, Runnable stopped) {
        GridPane cards = new GridPane(8, 8);
        Shape[] all = Shape.values();
        for (int i = 0; i < all.length; i++) {
            ScenarioCard card = new ScenarioCard(all[i]);
            card.setToggleGroup(shapes);
            GridPane.setHgrow(card, Priority.ALWAYS);
            cards.add(card, i % 3, i / 3);
            card.setSelected(all[i] == Shape.POISSON);
        }
        start = Buttons.primary("Start", () -> wanted.accept(scenario(), workload())).with(Feather.PLAY).form();
        stop = Buttons.danger("Stop run", stopped).with(Feather.SQUARE).form();
        start.setMaxWidth(Double.MAX_VALUE);
        stop.setMaxWidth(Double.MAX_VALUE);
        HBox actions = new HBox(8, start, stop);
        HBox.setHgrow(start, Priority.ALWAYS);
        HBox.setHgrow(stop, Priority.ALWAYS);
        HBox workload = new HBox(8, prompts, zipf, seed);
        workload.getChildren().forEach(ScenarioForm::share);
        trace.setPromptText("/data/trace.csv");
        panel.content(new VBox(12, new FormField("Scenario", cards), fields, workload, plan, actions));
        shapes.selectedToggleProperty().subscribe(_ -> arrange());
        List.of(rate, other, increment, duration, burstiness, connections, scale).forEach(field -> field.value().subscribe(_ -> preview()));
    }

    Panel node() {
        return panel;
    }

    private static void share(Node field) {
        HBox.setHgrow(field, Priority.ALWAYS);
        ((javafx.scene.layout.Region) field).setPrefWidth(90);
    }

    private Shape shape() {
        return ((ScenarioCard) shapes.getSelectedToggle()).shape();
    }

    private void arrange() {
        List<Node> wanted = switch (shape()) {
            case CONSTANT, SOAK -> List.of(rate, duration);
            case POISSON -> List.of(rate, duration, burstiness);
            case RAMP, SPIKE -> List.of(rate, other, duration);
            case STEP -> List.of(rate, increment, other, duration);
            case CLOSED_LOOP -> List.of(connections, duration);
            case TRACE_REPLAY -> List.of(traceField, scale, duration);
            case FIND_MAX -> List.of(rate, duration);
        };
        fields.getChildren().clear();
        for (int i = 0; i < wanted.size(); i++) {
            GridPane.setHgrow(wanted.get(i), Priority.ALWAYS);
            fields.add(wanted.get(i), i % 2, i / 2);
        }
        preview();
    }

    private void preview() {
        try {
            plan.show(scenario());
            traceField.error("");
        } catch (IllegalArgumentException _) {
            // Said when the run is started: while somebody types, half a scenario is no mistake.
        }
    }

    /// @throws IllegalArgumentException if the fields make none; the message says why
    Scenario scenario() {
        double first = rate.value().get();
        double second = other.value().get();
        Duration length = Duration.ofMillis(Math.round(duration.value().get() * 1000));
        return switch (shape()) {
            case CONSTANT -> new Scenario.Constant(first, length);
            case POISSON -> burstiness.value().get() == 1
                    ? new Scenario.Poisson(first, length)
                    : new Scenario.Gamma(first, burstiness.value().get(), length);
            case RAMP -> new Scenario.Ramp(first, second, length);
            case STEP -> new Scenario.Step(first, increment.value().get(), length, second);
            case SPIKE -> new Scenario.Spike(first, second, length);
            case SOAK -> new Scenario.Soak(first, length);
            case CLOSED_LOOP -> new Scenario.ClosedLoop((int) Math.round(connections.value().get()), length);
            case TRACE_REPLAY -> new Scenario.Replay(trace.getText().strip(), scale.value().get(), length);
            case FIND_MAX -> new Scenario.FindMax(first, length);
        };
    }

    private Workload workload() {
        return new Workload((int) Math.round(prompts.value().get()), zipf.value().get(), Math.round(seed.value().get()));
    }

    /// @param refusal why no run can start; empty if one can
    /// @param noStop why none can be stopped; empty if one can
    void show(String refusal, String noStop, boolean busy) {
        start.unavailable(refusal.isEmpty() ? null : refusal);
        stop.unavailable(noStop.isEmpty() ? null : noStop);
        start.busy(busy);
    }
}
