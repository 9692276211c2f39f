package gpudyno.console.tune;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.FormField;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.NumberField;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.Tag;
import gpudyno.console.kit.TargetWords;
import gpudyno.console.kit.Toggle;
import gpudyno.model.load.Workload;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What a session is to reach and may cost, with Start; and while one runs, how far it is, with Stop.
final class SessionForm {
    /// Below this share of the whole an estimate of the rest is a guess.
    private static final double ESTIMABLE = 0.03;

    private final Panel panel = new Panel("New session");
    private final SegmentedControl<Profile> targets = new SegmentedControl<>(
            Profiles.SHIPPED.stream().filter(profile -> !profile.targets().isEmpty()).toList(), Profile::title, Profiles.OPTION_2).fill();
    private final SegmentedControl<String> strategy = new SegmentedControl<>(List.of(SessionRequest.AUTO, "gp", "genetic", "greedy"),
            SessionForm::strategyWords, SessionRequest.AUTO).fill();
    private final SegmentedControl<Goal> goal = new SegmentedControl<>(List.of(Goal.values()), Goal::title, Goal.HELD_RATE).fill();
    private final Label sameTargets = Labels.caption("");
    /// What was chosen for the person: the node's own targets.
    private Profile followed = Profiles.OPTION_2;
    private Profile judgedBy = Profiles.OPTION_2;
    private final FlowPane constraints = new FlowPane(6, 6);
    private final NumberField budget = new NumberField("Budget", 5, 0.5, 1440, "min");
    private final NumberField prompts = new NumberField("Distinct prompts", Workload.DEFAULT.distinctPrompts(), 1, 1_000_000, "").whole();
    private final NumberField zipf = new NumberField("Zipf exponent", Workload.DEFAULT.zipf(), 0, 10, "");
    private final NumberField seed = new NumberField("Seed", Workload.DEFAULT.seed(), 0, 1_000_000_000, "").whole();
    private final Toggle applyBest = new Toggle("Apply the best if it wins", false);
    private final Label judged = Labels.strong("");
    private final Label bounds = Labels.plain("");
    private final Label workload = Labels.caption("");
    private final Label phase = Labels.strong("");
    private final Label left = Labels.caption("");
    private final MeterBar bar = new MeterBar();
    private final Label message = Labels.caption("");
    /// Why the node would start none now; empty if it would.
    private String refusal = "";
    private final ActionButton start;
    private final ActionButton stop;
    private final VBox form;
    private final VBox progress;

    /// @param held ids of the knobs that are not to be searched
    SessionForm(TuneViewModel model, Supplier<List<String>> held) {
        start = Buttons.primary("Start session", () -> {
            // A field that is refused keeps its last good value, which nobody asked for.
            if (problem().isEmpty()) {
                model.start(request(held.get()));
            }
        }).with(Feather.PLAY).form();
        fields().forEach(field -> field.field().textProperty().subscribe(_ -> enable()));
        stop = Buttons.danger("Stop and roll back", model::stop).with(Feather.SQUARE).form();
        targets.explain(profile -> profile.name() + ": " + TargetWords.bounds(profile));
        goal.explain(SessionForm::goalWords);
        sameTargets.setWrapText(true);
        targets.selected().subscribe(profile -> {
            constraints.getChildren().setAll(profile.targets().stream().map(target -> new Tag(TargetWords.of(target))).toList());
            compareTargets();
        });
        start.setMaxWidth(Double.MAX_VALUE);
        stop.setMaxWidth(Double.MAX_VALUE);
        HBox apply = new HBox(8, Labels.plain("Apply the best if it wins"), Labels.spacer(), applyBest);
        apply.setAlignment(Pos.CENTER_LEFT);
        form = new VBox(12, new FormField("Targets of this session", targets), constraints, sameTargets, row(budget, seed),
                row(prompts, zipf),
                new FormField("Goal", goal), new FormField("Strategy", strategy), apply,
                start);
        HBox head = new HBox(8, phase, Labels.spacer(), left);
        message.setWrapText(true);
        bounds.setWrapText(true);
        progress = new VBox(10, judged, bounds, workload, head, bar, message, stop);
        panel.content(form);
    }

    private static HBox row(NumberField... fields) {
        HBox row = new HBox(8, fields);
        for (NumberField field : fields) {
            HBox.setHgrow(field, Priority.ALWAYS);
            field.setPrefWidth(100);
        }
        return row;
    }

    private static String goalWords(Goal goal) {
        return switch (goal) {
            case HELD_RATE -> "The settings that hold the highest rate with the targets met";
            case COST -> "The cheapest settings that meet every target at the profile's own rate; by energy where nothing has a price";
        };
    }

    private static String strategyWords(String name) {
        return switch (name) {
            case "gp" -> "Bayesian";
            case "genetic" -> "Genetic";
            case "greedy" -> "Greedy";
            default -> "Auto";
        };
    }

    /// What the node is judged by, as the top bar says. A session aims at the same until a person chooses otherwise.
    void nodeTargets(Profile judged) {
        if (judged.equals(judgedBy)) {
            return;
        }
        judgedBy = judged;
        if (!judged.targets().isEmpty() && targets.selected().get().equals(followed)) {
            followed = judged;
            targets.selected().set(judged);
        }
        compareTargets();
    }

    private void compareTargets() {
        Profile aimed = targets.selected().get();
        sameTargets.setText(aimed.equals(judgedBy)
                ? "The node is judged by the same targets, see the top bar."
                : judgedBy.targets().isEmpty()
                        ? "The node itself is judged by no targets (" + judgedBy.title() + "); a session needs some."
                        : "This session aims at " + aimed.title() + "; the node itself is judged by " + judgedBy.name() + ".");
    }

    Panel node() {
        return panel;
    }

    ActionButton start() {
        return start;
    }

    private List<NumberField> fields() {
        return List.of(budget, seed, prompts, zipf);
    }

    /// The first field that is refused, and why; empty when a session can be asked for.
    private String problem() {
        return fields().stream().map(NumberField::problem).filter(problem -> !problem.isEmpty()).findFirst().orElse("");
    }

    private void enable() {
        String why = refusal.isEmpty() ? problem() : refusal;
        start.unavailable(why.isEmpty() ? null : why);
    }

    private SessionRequest request(List<String> held) {
        long chosenSeed = Math.round(seed.typed());
        Workload workload = new Workload((int) Math.round(prompts.typed()), zipf.typed(), chosenSeed);
        return new SessionRequest(targets.selected().get().id(), Duration.ofSeconds(Math.round(budget.typed() * 60)), workload,
                chosenSeed, applyBest.isSelected(), strategy.selected().get(), held, goal.selected().get());
    }

    /// @param running the session that runs, if one does
    /// @param whyNot why none can start; empty if one can
    /// @param away why the node cannot be asked now; empty while it answers
    void show(Optional<SessionReport> running, String whyNot, String away, boolean busy, Instant now) {
        stop.unavailable(away.isEmpty() ? null : away);
        refusal = whyNot;
        enable();
        start.busy(busy && running.isEmpty());
        stop.busy(busy && running.isPresent());
        if (running.isEmpty()) {
            panel.title("New session");
            panel.trailing();
            panel.content(form);
            return;
        }
        SessionReport report = running.get();
        panel.title("Session #" + report.id());
        panel.trailing(new Chip(Status.SUCCESS, "Running").dot());
        phase.setText(words(report.phase()) + " · " + report.trials().size() + (report.trials().size() == 1 ? " trial" : " trials"));
        left.setText(timeLeft(report, now));
        bar.show(report.progress(), Status.ACCENT);
        message.setText(report.message());
        workload.setText(workload(report.workload()));
        Profile profile = Profiles.named(report.targets());
        judged.setText("Targets: " + profile.name());
        bounds.setText(TargetWords.bounds(profile));
        panel.content(progress);
    }

    static String workload(Workload workload) {
        return Formats.count(workload.distinctPrompts()) + " distinct prompts, Zipf " + Formats.number(workload.zipf()) + ", seed "
                + workload.seed();
    }

    static String timeLeft(SessionReport report, Instant now) {
        if (report.progress() < ESTIMABLE) {
            return "";
        }
        double elapsed = Duration.between(report.started(), now).toSeconds();
        return "about " + Formats.span(Duration.ofSeconds(Math.round(elapsed * (1 - report.progress()) / report.progress()))) + " left";
    }

    static String words(Phase phase) {
        return switch (phase) {
            case PREPARING -> "Preparing";
            case HELD_RATE -> "Held rate";
            case SEARCH -> "Search";
            case VERIFICATION -> "Verification";
            case FINISHED -> "Finished";
            case STOPPED -> "Stopped";
            case FAILED -> "Failed";
            case ROLLED_BACK -> "Rolled back";
        };
    }
}
