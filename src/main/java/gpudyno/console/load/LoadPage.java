package gpudyno.console.load;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.HeatMap;
import gpudyno.console.chart.PercentileChart;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Banner;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.console.page.Aim;
import gpudyno.console.page.Findable;
import gpudyno.console.page.Findable.Item;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.load.Run;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.node.Activity;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Plan a load, watch it, read it, compare it.
public final class LoadPage implements Page {
    private static final double MARKED_PERCENTILE = 95;
    private static final double ERRORS = 0.42;
    private static final double TWO = 0.64;
    private static final double GENERATORS = 0.72;
    private static final double COMPARISON = 0.52;

    private final Workbench bench;
    private final LoadViewModel model;
    private final SharedRun shared;
    private final ScenarioForm form;
    private final RunPanel run = new RunPanel();
    private final Crosshair crosshair = new Crosshair();
    private final TimeChart rates = new TimeChart(crosshair);
    private final HeatMap heat = new HeatMap("p95", crosshair);
    private final PercentileChart percentiles = new PercentileChart();
    private final Panel percentilePanel = new Panel("Latency by percentile");
    private final ErrorPanel errors = new ErrorPanel();
    private final StagesPanel stages = new StagesPanel();
    private final GeneratorsPanel generators = new GeneratorsPanel();
    private final ComparisonPanel comparison;
    private final RunHistory history;
    private final LoadLayout layout;
    private final Banner error;
    private @Nullable Profile judgedBy;
    private List<TimePicture.Level> rateTargets = List.of();

    public LoadPage(Workbench bench) {
        this.bench = bench;
        model = new LoadViewModel(bench.calls(), bench.unavailable()::get);
        shared = new SharedRun(bench.calls(), bench.sharedLoads());
        form = new ScenarioForm(model, shared, bench.memory());
        comparison = new ComparisonPanel(model::endComparison);
        history = new RunHistory(new RunHistory.Uses(this::open, model::compare, this::export, this::export,
                id -> bench.guide().lead(Kind.TRACE, "run:" + id)));
        error = new Banner(Status.DANGER, Feather.ALERT_CIRCLE, "", Buttons.plain("Retry", model::ask));
        Panel ratePanel = new Panel("Offered vs achieved")
                .trailing(new LegendEntry(LegendEntry.Mark.DASHES, SeriesColor.FORECAST, "offered"),
                        new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.ACTUAL, "achieved"),
                        new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.ERRORS, "errors"))
                .flush(rates);
        Panel heatPanel = new Panel("Latency heatmap")
                .trailing(new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.FORECAST, "p95"), new HeatLegend())
                .flush(heat);
        percentilePanel.flush(percentiles);
        layout = new LoadLayout(error, new LoadLayout.Parts(form.node(), run.node(), ratePanel, heatPanel, percentilePanel, errors.node(),
                history.node()));
        model.state().subscribe(_ -> draw());
        model.comparison().subscribe(_ -> draw());
        model.error().subscribe(_ -> draw());
        bench.unavailable().subscribe(_ -> draw());
        shared.state().subscribe(_ -> draw());
        bench.nodes().subscribe(_ -> form.generators(bench.nodes().get(), bench.node().get()));
    }

    @Override
    public String title() {
        return "Load";
    }

    @Override
    public Ikon icon() {
        return Feather.ACTIVITY;
    }

    @Override
    public List<Findable> findables() {
        return List.of(
                new Findable(Kind.RUN, node -> node.runs().list().stream().map(RunHistory::item).toList(), id -> open(Long.parseLong(id))),
                // Not listed: a page that knows a server leads here.
                new Findable(Kind.TARGET, _ -> List.of(), id -> form.aim(Aim.of(id))),
                Findable.action("New load run", "Shape a load and measure what the node holds", form::goToStart),
                new Findable(Kind.ACTION, node -> node.runs().list().stream().filter(run -> run.ended() == null)
                        .map(run -> new Item(Long.toString(run.id()), "Stop load run #" + run.id(), ScenarioNames.of(run.scenario())))
                        .toList(),
                        id -> model.stop(Long.parseLong(id))));
    }

    @Override
    public javafx.scene.Node content() {
        return layout;
    }

    @Override
    public void show(Node node, TimeRange range) {
        model.choose(bench.node().get());
        form.generators(bench.nodes().get(), bench.node().get());
        draw();
    }

    @Override
    public void hide() {
        model.leave();
    }

    @Override
    public void pause(boolean now) {
        model.pause(now);
        shared.pause(now);
    }

    private void open(long id) {
        boolean newest = model.state().get().runs().stream().findFirst().filter(first -> first.id() == id).isPresent();
        model.endComparison();
        shared.view(false);
        model.open(newest ? 0 : id);
    }

    private void export(String csv) {
        bench.save(layout.getScene(), "Export the runs", "runs.csv", () -> csv);
    }

    private void export(long id, DocumentFormat format) {
        bench.node().get().ifPresent(chosen -> bench.save(layout.getScene(), "Export run #" + id, "run-" + id + "." + format.extension(),
                () -> chosen.node().runs().document(id, format)));
    }

    private void draw() {
        // A node that does not answer is told of by the frame.
        String refused = shared.state().get().error();
        error.tell(!refused.isEmpty() ? refused : bench.unavailable().get().isEmpty() ? model.error().get() : "");
        LoadViewModel.State state = model.state().get();
        form.enable();
        Profile profile = bench.node().get().flatMap(node -> node.facts().get()).map(facts -> Profiles.named(facts.targets()))
                .orElse(Profiles.OPTION_2);
        Optional<Run> together = shared.state().get().shown();
        Optional<Run> shown = together.or(state::shown);
        history.show(state.runs(), profile, shown.map(Run::id).orElse(0L));
        if (!profile.equals(judgedBy)) {
            judgedBy = profile;
            form.presets(Preset.of(profile));
            target(profile);
        }
        if (shown.isPresent()) {
            draw(shown.get(), state, together.isPresent() ? progress(shown.get()) : state.activity().map(Activity::progress).orElse(0.0));
        } else if (state.known() && state.runs().isEmpty()) {
            run.showNone();
        }
        model.comparison().get().ifPresentOrElse(this::draw, () -> shown.ifPresent(this::drawDistribution));
    }

    private void target(Profile profile) {
        profile.target(DerivedMeters.LATENCY_P95).ifPresentOrElse(target -> {
            heat.target(target.bound(), "target " + Formats.number(target.bound()) + " ms");
            percentiles.target(target.bound(), "p95 target " + Formats.number(target.bound()) + " ms");
        }, () -> {
            heat.target(Double.NaN, "");
            percentiles.target(Double.NaN, "");
        });
        rateTargets = profile.target(DerivedMeters.THROUGHPUT)
                .map(target -> new TimePicture.Level(target.bound(), "target " + Formats.target(target, "req/s"))).stream().toList();
    }

    /// Of a run whose progress no node tells.
    private static double progress(Run one) {
        double whole = one.scenario().duration().plus(one.setup().warmup()).toMillis();
        return Math.clamp(Duration.between(one.started(), Instant.now()).toMillis() / Math.max(1, whole), 0, 1);
    }

    private void draw(Run one, LoadViewModel.State state, double progress) {
        run.show(one, progress);
        Course course = Course.of(one);
        long from = course.start().toEpochMilli();
        rates.show(TimePicture.of(from, course.end().toEpochMilli(), "/s", course.rates()).since(from).events(state.events())
                .targets(rateTargets).now(course.now().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new TimePicture.Now(course.now().getAsLong(),
                                "now " + Formats.clock(Duration.between(course.start(), course.measured()))))));
        heat.show(course.heat());
    }

    private void drawDistribution(Run one) {
        percentilePanel.title("Latency by percentile");
        percentilePanel.trailing(new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.FORECAST, "from intended"),
                new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.ACTUAL, "service"));
        percentiles.show(Percentiles.bothClocks(one), MARKED_PERCENTILE);
        errors.show(one);
        boolean staged = one.report() != null && stages.show(one.report());
        List<Panel> besides = new ArrayList<>();
        boolean several = generators.show(one);
        if (several) {
            besides.add(generators.node());
        }
        if (staged) {
            besides.add(stages.node());
        }
        besides.add(errors.node());
        layout.beside(besides, several ? GENERATORS : staged ? TWO : ERRORS);
    }

    private void draw(LoadViewModel.Comparison compared) {
        percentilePanel.title("Latency by percentile");
        percentilePanel.trailing(new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.FORECAST, "#" + compared.older().id() + " intended"),
                new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.ACTUAL, "#" + compared.newer().id() + " intended"));
        percentiles.show(Percentiles.compared(compared.older(), compared.newer()), Double.NaN);
        comparison.show(compared);
        layout.beside(List.of(comparison.node()), COMPARISON);
    }
}
