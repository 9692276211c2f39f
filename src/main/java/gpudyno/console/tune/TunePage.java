package gpudyno.console.tune;

import gpudyno.console.chart.ScatterChart;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Banner;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.Ticker;
import gpudyno.console.page.Findable;
import gpudyno.console.page.Findable.Item;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profiles;
import gpudyno.model.target.Target;
import gpudyno.model.tune.SessionReport;
import gpudyno.node.DocumentFormat;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Start a session, watch its trials, compare and apply.
public final class TunePage implements Page {
    private final Workbench bench;
    private final TuneViewModel model;
    private final SessionForm form;
    private final KnobPanel knobs = new KnobPanel();
    private final ScatterChart scatter = new ScatterChart();
    private final ComparisonPanel comparison;
    private final TrialLog log = new TrialLog(this::chooseTrial);
    private final SessionDetails details;
    private final Banner error;
    private final VBox root;
    private final Ticker seconds;
    private List<ScatterChart.Point> plotted = List.of();
    private List<TrialRow> rows = List.of();
    /// Number of the trial that is marked in the chart; 0 for none.
    private int chosenTrial;
    private long shownSession;

    public TunePage(Workbench bench) {
        this.bench = bench;
        model = new TuneViewModel(bench.calls(), bench.dialogs(), bench.unavailable()::get);
        form = new SessionForm(model, knobs::held);
        comparison = new ComparisonPanel(model, this::export);
        details = new SessionDetails(model);
        error = new Banner(Status.DANGER, Feather.ALERT_CIRCLE, "", Buttons.plain("Retry", model::ask).small());
        Panel trials = new Panel("Trials").trailing(new LegendEntry(LegendEntry.Mark.DOT, SeriesColor.ACTUAL, "feasible"),
                new LegendEntry(LegendEntry.Mark.CROSS, SeriesColor.FORECAST, "infeasible"),
                LegendEntry.neutral(LegendEntry.Mark.DIAMOND, "stock"), LegendEntry.best(),
                new LegendEntry(LegendEntry.Mark.DASHES, SeriesColor.ACTUAL, "Pareto"))
                .flush(scatter);
        TuneLayout layout = new TuneLayout(
                new TuneLayout.Parts(form.node(), knobs.node(), trials, log.node(), comparison.node(), details.node()));
        VBox.setVgrow(layout, Priority.ALWAYS);
        root = new VBox(error, layout);
        seconds = new Ticker(root, Duration.seconds(1), this::tick);
        scatter.onPress(this::choosePoint);
        model.session().subscribe(_ -> draw());
        model.previous().subscribe(_ -> draw());
        model.knobs().subscribe(knobs::show);
        model.applying().subscribe(_ -> draw());
        model.error().subscribe(_ -> draw());
        bench.unavailable().subscribe(_ -> draw());
    }

    @Override
    public String title() {
        return "Tune";
    }

    @Override
    public Ikon icon() {
        return Feather.SLIDERS;
    }

    @Override
    public List<Findable> findables() {
        return List.of(
                new Findable(Kind.SESSION, node -> node.sessions().list().stream().map(SessionDetails::item).toList(),
                        id -> model.open(Long.parseLong(id))),
                Findable.action("New tuning session", "Finds the settings that hold most within the targets", this::goToStart),
                new Findable(Kind.ACTION,
                        node -> node.sessions().list().stream().filter(session -> !session.phase().isEnd())
                                .map(session -> new Item(Long.toString(session.id()), "Stop session #" + session.id(), "All knobs go back"))
                                .toList(),
                        id -> model.stop(Long.parseLong(id))));
    }

    /// The button that starts a session, once the form says what it is to reach.
    private void goToStart() {
        form.start().requestFocus();
    }

    @Override
    public Node content() {
        return root;
    }

    @Override
    public void show(gpudyno.node.Node node, TimeRange range) {
        model.choose(bench.node().get());
        draw();
        seconds.start();
    }

    @Override
    public void hide() {
        seconds.stop();
        model.leave();
    }

    @Override
    public void pause(boolean now) {
        model.pause(now);
    }

    private void tick() {
        if (bench.pausedAt().get().isEmpty()) {
            // How long it has still to go changes by itself.
            model.running().ifPresent(_ -> draw());
        }
    }

    private void draw() {
        // A node that does not answer is told of by the frame.
        error.tell(bench.unavailable().get().isEmpty() ? model.error().get() : "");
        Optional<SessionReport> session = model.session().get();
        Optional<SessionReport> running = model.running();
        bench.node().get().flatMap(chosen -> chosen.facts().get()).ifPresent(facts -> form.nodeTargets(Profiles.named(facts.targets())));
        form.show(running, model.refusal(), model.unavailable(), model.applying().get(), Instant.now());
        knobs.enable(running.isEmpty());
        rows = session.map(TrialRow::of).orElse(List.of());
        long open = session.map(SessionReport::id).orElse(0L);
        if (open != shownSession) {
            shownSession = open;
            chosenTrial = 0;
        }
        double bound = session.flatMap(report -> Profiles.named(report.targets()).target(DerivedMeters.LATENCY_P95)).map(Target::bound)
                .orElse(Double.NaN);
        List<ScatterChart.Point> points = TrialRow.points(rows, session);
        if (!points.equals(plotted)) {
            plotted = points;
            scatter.show(points, bound, "SLO p95 " + Formats.number(bound) + " ms");
        }
        markTrial();
        comparison.show(session, memory(), model);
        log.show(rows);
        details.show(session, model.previous().get());
    }

    private void chooseTrial(int number) {
        chosenTrial = number;
        markTrial();
    }

    private void markTrial() {
        scatter.choose(rows.stream().filter(row -> row.trial().number() == chosenTrial).findFirst().flatMap(row -> row.among(plotted))
                .orElse(null));
    }

    /// The trial of a point that was pressed, in the chart and in the log.
    private void choosePoint(ScatterChart.Point point) {
        rows.stream().filter(row -> row.among(plotted).filter(point::equals).isPresent()).findFirst().ifPresent(row -> {
            log.select(row);
            chooseTrial(row.trial().number());
        });
    }

    private String memory() {
        return bench.node().get().flatMap(node -> node.facts().get()).filter(facts -> !facts.info().gpus().isEmpty()).map(_ -> "GPU memory")
                .orElse("Memory (host)");
    }

    private void export(DocumentFormat format) {
        Optional<gpudyno.node.Node> node = bench.node().get().map(NodeViewModel::node);
        if (node.isEmpty() || model.session().get().isEmpty()) {
            return;
        }
        long session = model.session().get().get().id();
        bench.save(root.getScene(), "Export session #" + session, "session-" + session + "." + format.extension(),
                () -> node.get().sessions().document(session, format));
    }
}
