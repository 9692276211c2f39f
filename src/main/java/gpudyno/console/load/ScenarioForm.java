package gpudyno.console.load;

import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.ActionMenu;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Memory;
import gpudyno.console.kit.NumberField;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.ScenarioCard;
import gpudyno.console.kit.ScenarioCard.Shape;
import gpudyno.console.page.Aim;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.load.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The shape of a load, what it loads with what, the bounds it is judged by, and the plan that follows.
final class ScenarioForm {
    private static final double MOST = 100_000;
    private static final String MEMORY = "load.";
    private static final String USUAL_BOUNDS = "p95=500ms,errors=1%";

    private final Panel panel = new Panel("Load generator");
    private final ToggleGroup shapes = new ToggleGroup();
    private final NumberField rate = new NumberField("Rate", 64, 0.1, MOST, "req/s");
    private final NumberField other = new NumberField("Up to", 128, 0.1, MOST, "req/s");
    private final NumberField increment = new NumberField("Step", 16, 0.1, MOST, "req/s");
    private final NumberField duration = new NumberField("Duration", 60, 1, 86_400, "s");
    private final NumberField hold = new NumberField("Each for", 30, 1, 86_400, "s");
    private double usualProbe = 10;
    private final NumberField probe = new NumberField("Probe", usualProbe, 1, 3600, "s");
    private final NumberField replayed = new NumberField("Play", 0, 0, 86_400, "s, 0 all");
    private final NumberField burstiness = new NumberField("Burstiness", 1, 0.05, 100, "");
    private final NumberField loops = new NumberField("Connections", 16, 1, 20_000, "").whole();
    private final NumberField scale = new NumberField("Time scale", 1, 0.001, 1000, "×");
    private final NumberField warmup = new NumberField("Warm-up", 2, 0, 3600, "s");
    private final NumberField connections = new NumberField("In flight", RunRequest.USUAL_CONNECTIONS, 1, 20_000, "").whole();
    private Duration usualTimeout = RunRequest.USUAL_TIMEOUT;
    private final NumberField timeout = new NumberField("Timeout", 10, 0.1, 3600, "s");
    private final NumberField seed = new NumberField("Seed", Workload.DEFAULT.seed(), 0, 1_000_000_000, "").whole();
    private final TextField slo = new TextField(USUAL_BOUNDS);
    private final FormField sloField = new FormField("Bounds to keep", slo);
    private final TargetFields target = new TargetFields(this::arrange, this::changed);
    private final WorkloadFields workload = new WorkloadFields(this::arrange, this::changed);
    private final TraceField trace;
    private final GeneratorsField generators = new GeneratorsField(this::arrange);
    private final SharedRun shared;
    private final VBox targets = new VBox(12);
    private final VBox rows = new VBox(12);
    private final VBox whole = new VBox(12);
    private final PlanChart plan = new PlanChart();
    private final Label expected = Labels.caption("");
    private final PauseTransition settled = new PauseTransition(javafx.util.Duration.millis(250));
    private final ActionButton start;
    private final ActionButton stop;
    private final LoadViewModel model;
    private final ActionMenu presets = new ActionMenu("Presets").small().bare();
    private final ActionButton back;
    private String refusal = "";

    /// @param memory keeps what the fields hold, and has what they held the last time
    ScenarioForm(LoadViewModel model, SharedRun shared, Memory memory) {
        this.model = model;
        this.shared = shared;
        trace = new TraceField(model, this::changed);
        start = Buttons.primary("Start", () -> checked().ifPresent(this::start)).with(Feather.PLAY).form();
        stop = Buttons.danger("Stop run", this::stop).with(Feather.SQUARE).form();
        back = Buttons.plain("Shared run", () -> shared.view(true));
        back.setTooltip(new Tooltip("Shows the run that several nodes send again"));
        start.setMaxWidth(Double.MAX_VALUE);
        stop.setMaxWidth(Double.MAX_VALUE);
        HBox actions = new HBox(8, start, stop);
        HBox.setHgrow(start, Priority.ALWAYS);
        HBox.setHgrow(stop, Priority.ALWAYS);
        slo.setPromptText("p95=500ms,ttft.p95=200ms,errors=1%");
        slo.setAccessibleText("Bounds to keep");
        VBox arrivals = new VBox(4, new HBox(Labels.caption("Planned arrivals"), Labels.spacer(), expected), plan);
        whole.getChildren().setAll(targets, new FormField("Scenario", cards()), rows, arrivals, actions);
        panel.content(whole);
        panel.trailing(back, presets);
        shapes.selectedToggleProperty().subscribe(_ -> arrange());
        numbers().keySet().forEach(field -> field.field().textProperty().addListener((_, _, _) -> changed()));
        slo.textProperty().addListener((_, _, _) -> changed());
        settled.setOnFinished(_ -> checked().ifPresentOrElse(request -> {
            remember(memory);
            model.plan(request);
        }, model::noPlan));
        model.plan().subscribe(_ -> preview());
        recall(memory);
        changed();
    }

    private void start(RunRequest request) {
        if (generators.chosen().isEmpty()) {
            shared.view(false);
            model.start(request);
        } else {
            shared.start(request, generators.chosen());
        }
    }

    private void stop() {
        if (shared.state().get().running()) {
            shared.stop();
        } else {
            model.stop();
        }
    }

    /// Offers the nodes of the window as generators.
    void generators(List<NodeViewModel> all, Optional<NodeViewModel> chosen) {
        generators.offer(all, chosen);
    }

    /// A form without a fault is found again as it was left.
    private void remember(Memory memory) {
        numbers().forEach((field, name) -> {
            // A field of another shape may hold something refused.
            if (field.error().isEmpty() && !Double.isNaN(field.typed())) {
                memory.put(MEMORY + name, Formats.plain(field.typed()));
            }
        });
        memory.put(MEMORY + "Shape", shape().name());
        // Blank is a choice too; nothing at all would be forgotten.
        memory.put(MEMORY + "Bounds", slo.getText().isBlank() ? " " : slo.getText().strip());
        target.values().forEach((name, text) -> memory.put(MEMORY + name, text));
        workload.values().forEach((name, text) -> memory.put(MEMORY + name, text));
    }

    private void recall(Memory memory) {
        memory.get(MEMORY + "Bounds").ifPresent(slo::setText);
        target.take(name -> memory.get(MEMORY + name));
        workload.take(name -> memory.get(MEMORY + name));
        // Last: the target sets a timeout of its own.
        numbers().forEach((field, name) -> memory.get(MEMORY + name).ifPresent(field::recall));
        memory.get(MEMORY + "Shape").ifPresent(kept -> shapes.getToggles().stream()
                .filter(card -> ((ScenarioCard) card).shape().name().equals(kept)).forEach(card -> card.setSelected(true)));
    }

    private GridPane cards() {
        GridPane cards = new GridPane(8, 8);
        Shape[] all = Shape.values();
        for (int i = 0; i < all.length; i++) {
            ScenarioCard card = new ScenarioCard(all[i]);
            card.setToggleGroup(shapes);
            GridPane.setHgrow(card, Priority.ALWAYS);
            cards.add(card, i % 3, i / 3);
            card.setSelected(all[i] == Shape.POISSON);
        }
        return cards;
    }

    /// Puts the focus on the button that starts a run.
    void goToStart() {
        start.requestFocus();
    }

    /// Points the load at a server.
    void aim(Aim aim) {
        target.aim(aim);
        goToStart();
    }

    /// Offers loads to start from.
    void presets(List<Preset> offered) {
        presets.getItems().clear();
        offered.forEach(preset -> presets.item(preset.name(), () -> fill(preset)));
    }

    private void fill(Preset preset) {
        rate.show(preset.rate());
        increment.show(preset.rate());
        other.show(preset.upTo());
        burstiness.show(1);
        NumberField length = switch (preset.shape()) {
            case STEP -> hold;
            case FIND_MAX -> probe;
            default -> duration;
        };
        length.show(preset.seconds());
        warmup.show(preset.warmup());
        if (!preset.bounds().isEmpty()) {
            slo.setText(preset.bounds());
        }
        shapes.getToggles().stream().filter(card -> ((ScenarioCard) card).shape() == preset.shape())
                .forEach(card -> card.setSelected(true));
    }

    /// Every number of the form with what it is called where it is refused.
    private Map<NumberField, String> numbers() {
        Map<NumberField, String> names = new LinkedHashMap<>();
        names.put(rate, "Rate");
        names.put(other, "Up to");
        names.put(increment, "Step");
        names.put(duration, "Duration");
        names.put(hold, "Each for");
        names.put(probe, "Probe");
        names.put(replayed, "Play");
        names.put(burstiness, "Burstiness");
        names.put(loops, "Connections");
        names.put(scale, "Time scale");
        names.put(warmup, "Warm-up");
        names.put(connections, "In flight");
        names.put(timeout, "Timeout");
        names.put(seed, "Seed");
        return names;
    }

    Panel node() {
        return panel;
    }

    private Shape shape() {
        return ((ScenarioCard) shapes.getSelectedToggle()).shape();
    }

    private boolean replays() {
        return shape() == Shape.TRACE_REPLAY;
    }

    /// The numbers of the chosen scenario, and those all have.
    private List<NumberField> fields() {
        List<NumberField> fields = new ArrayList<>(switch (shape()) {
            case CONSTANT, SOAK -> List.of(rate, duration);
            case POISSON -> List.of(rate, duration, burstiness);
            case RAMP, SPIKE -> List.of(rate, other, duration);
            case STEP -> List.of(rate, increment, other, hold);
            case CLOSED_LOOP -> List.of(loops, duration);
            case TRACE_REPLAY -> List.of(scale, replayed);
            case FIND_MAX -> List.of(rate, probe);
        });
        fields.addAll(limits());
        return fields;
    }

    /// What every scenario has; a closed loop's connections are its load, and a trace is its own warm-up.
    private List<NumberField> limits() {
        return switch (shape()) {
            case CLOSED_LOOP -> List.of(warmup, timeout, seed);
            case TRACE_REPLAY -> List.of(connections, timeout, seed);
            default -> List.of(warmup, connections, timeout, seed);
        };
    }

    private void arrange() {
        showUsualTimeout();
        List<Node> whom = new ArrayList<>();
        boolean plain = target.isPlain() || replays();
        whom.add(plain ? row(List.of(target.choice()), 1) : row(List.of(target.choice(), workload.choice()), 2));
        target.fields().forEach(field -> whom.add(row(List.of(field), 1)));
        List<Node> details = new ArrayList<>(target.details());
        details.addAll(plain ? List.of() : workload.details());
        if (!details.isEmpty()) {
            whom.add(row(details, 2));
        }
        if (generators.offers()) {
            whom.add(row(List.of(generators.node()), 1));
        }
        List<Node> what = new ArrayList<>();
        if (replays()) {
            what.add(trace.node());
        }
        List<NumberField> own = fields().subList(0, fields().size() - limits().size());
        // Four in a row would leave a number of four digits no room beside its unit.
        what.add(row(own, own.size() > 3 ? 2 : own.size()));
        what.add(row(limits(), limits().size()));
        what.add(sloField);
        Node focused = panel.getScene() == null ? null : panel.getScene().getFocusOwner();
        targets.getChildren().setAll(whom);
        rows.getChildren().setAll(what);
        // Laid out anew, the control that was just used would lose the keyboard.
        if (focused != null && focused.getScene() != null) {
            focused.requestFocus();
        }
        changed();
    }

    private static GridPane row(List<? extends Node> fields, int columns) {
        GridPane grid = new GridPane(8, 10);
        for (int i = 0; i < columns; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(100.0 / columns);
            grid.getColumnConstraints().add(column);
        }
        for (int i = 0; i < fields.size(); i++) {
            grid.add(fields.get(i), i % columns, i / columns);
        }
        return grid;
    }

    /// Something was typed or chosen: judged at once, and planned once nothing more follows.
    private void changed() {
        if (rows.getChildren().isEmpty()) {
            return;
        }
        if (showUsualProbe()) {
            return;
        }
        model.noPlan();
        checked();
        preview();
        enable();
        settled.playFromStart();
    }

    /// A probe nobody has set follows the bounds.
    ///
    /// @return whether its field was changed, which comes here again
    private boolean showUsualProbe() {
        if (probe.typed() != usualProbe || !bounds().isEmpty() || slo.getText().isBlank()) {
            return false;
        }
        double before = usualProbe;
        usualProbe = Scenario.FindMax.usualProbe(Slo.parse(slo.getText())).toMillis() / 1000.0;
        if (usualProbe == before) {
            return false;
        }
        probe.show(usualProbe);
        return true;
    }

    /// A timeout that nobody has set is what is usual for the target.
    private void showUsualTimeout() {
        Duration usual = target.usualTimeout();
        if (!usual.equals(usualTimeout) && seconds(timeout).equals(usualTimeout)) {
            timeout.show(usual.toMillis() / 1000.0);
        }
        usualTimeout = usual;
    }

    /// The run the fields make, if they do; what is wrong is marked in its field.
    private Optional<RunRequest> checked() {
        refusal = problem();
        if (refusal.isEmpty()) {
            try {
                return Optional.of(request());
            } catch (IllegalArgumentException e) {
                refusal = String.valueOf(e.getMessage());
                other.refuse(refusal);
            }
        }
        return Optional.empty();
    }

    private String problem() {
        other.refuse("");
        String bounds = bounds();
        sloField.error(bounds);
        Map<NumberField, String> names = numbers();
        Optional<String> number = fields().stream().filter(field -> !field.error().isEmpty())
                .map(field -> names.get(field) + ": " + field.error()).findFirst();
        String beside = target.check();
        String prompts = replays() || target.isPlain() ? "" : workload.check();
        String together = cannotBeShared();
        generators.refuse(together);
        return number.orElse(!beside.isEmpty() || !together.isEmpty()
                ? beside.isEmpty() ? "Generators: " + together : beside
                : !prompts.isEmpty()
                        ? prompts
                        : replays() && !trace.problem().isEmpty()
                                ? trace.problem()
                                : bounds.isEmpty() ? "" : "Bounds: " + bounds);
    }

    private String cannotBeShared() {
        if (generators.chosen().isEmpty()) {
            return "";
        }
        if (shape() == Shape.FIND_MAX) {
            return "find-max decides from probe to probe, so one generator alone does it";
        }
        return target.isNode() ? "Choose a target with an address: several generators load one server" : "";
    }

    private String bounds() {
        if (slo.getText().isBlank()) {
            return shape() == Shape.FIND_MAX ? "find-max looks for the highest rate that keeps bounds: state some, such as p95=500ms" : "";
        }
        try {
            Slo.parse(slo.getText());
            return "";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void preview() {
        LoadViewModel.Plan answer = model.plan().get();
        trace.refuse(replays() ? answer.refusal() : "");
        checked().ifPresentOrElse(request -> {
            plan.show(request, answer.schedule());
            long requests = answer.schedule().map(RunPlan::requests).orElse(PlannedRate.isKnown(request.scenario())
                    ? Math.round(PlannedRate.requests(request.scenario()))
                    : 0L);
            expected.setText(requests == 0 ? "" : Formats.count(requests) + " requests");
        }, () -> {
            plan.showNone(replays() && trace.trace().isEmpty() ? "Choose a trace to see its arrivals" : "No plan: a field is refused");
            expected.setText("");
        });
        // Of what the node has to judge, the target is the rest.
        // Generators judge for themselves when they start.
        if (!replays() && !answer.refusal().isEmpty() && generators.chosen().isEmpty()) {
            target.refuse(answer.refusal());
        }
        enable();
    }

    private Scenario scenario() {
        double first = rate.typed();
        double second = other.typed();
        Duration length = seconds(duration);
        return switch (shape()) {
            case CONSTANT -> new Scenario.Constant(first, length);
            case POISSON -> burstiness.typed() == 1
                    ? new Scenario.Poisson(first, length)
                    : new Scenario.Gamma(first, burstiness.typed(), length);
            case RAMP -> new Scenario.Ramp(first, second, length);
            case STEP -> new Scenario.Step(first, increment.typed(), seconds(hold), second);
            case SPIKE -> new Scenario.Spike(first, second, length);
            case SOAK -> new Scenario.Soak(first, length);
            case CLOSED_LOOP -> new Scenario.ClosedLoop((int) Math.round(loops.typed()), length);
            case TRACE_REPLAY -> new Scenario.Replay(trace.trace().map(LoadViewModel.TraceText::name).orElse(""), scale.typed(),
                    seconds(replayed));
            case FIND_MAX -> new Scenario.FindMax(first, seconds(probe));
        };
    }

    private static Duration seconds(NumberField field) {
        return Duration.ofMillis(Math.round(field.typed() * 1000));
    }

    /// @throws IllegalArgumentException if the fields make none; the message says why
    private RunRequest request() {
        Scenario scenario = scenario();
        Workload content = workload.workload(Math.round(seed.typed()));
        String bounds = slo.getText().strip();
        int most = (int) Math.round(shape() == Shape.CLOSED_LOOP ? loops.typed() : connections.typed());
        return new RunRequest(scenario, content, target.target().orElse(null), bounds, most, seconds(timeout),
                replays() ? Duration.ZERO : seconds(warmup),
                replays() ? trace.trace().map(LoadViewModel.TraceText::text).orElse("") : null);
    }

    /// Start is off while a field is refused, the node refuses the plan, or no run can start; its tooltip says why.
    void enable() {
        String node = generators.chosen().isEmpty() ? model.refusal() : "";
        String judged = generators.chosen().isEmpty() ? model.plan().get().refusal() : "";
        boolean together = shared.state().get().running();
        String why = together ? "A load of several nodes is on" : !node.isEmpty() ? node : !refusal.isEmpty() ? refusal : judged;
        start.unavailable(why.isEmpty() ? null : why);
        stop.unavailable(together || model.noStop().isEmpty() ? null : model.noStop());
        boolean away = shared.state().get().run().isPresent() && !shared.state().get().viewed();
        back.setVisible(away);
        back.setManaged(away);
        start.busy(model.busy() || shared.state().get().busy());
    }
}
