package gpudyno.console.load;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Banner;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.load.Run;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.node.Node;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Plan a load, watch it, read it, compare it.
public final class LoadPage implements Page {
    private final Workbench bench;
    private final LoadViewModel model;
    private final ScenarioForm form;
    private final RunPanel run = new RunPanel();
    private final Crosshair crosshair = new Crosshair();
    private final TimeChart rates = new TimeChart("req/s", crosshair);
    private final TimeChart latencies = new TimeChart("ms", crosshair);
    private final Panel latencyPanel = new Panel("Latency");
    private final LatencyPanel percentiles = new LatencyPanel();
    private final ErrorPanel errors = new ErrorPanel();
    private final RunHistory history;
    private final Banner error;
    private final VBox root;
    private final Timeline poll = new Timeline(new KeyFrame(Duration.seconds(1), _ -> tick()));

    public LoadPage(Workbench bench) {
        this.bench = bench;
        model = new LoadViewModel(bench.calls(), bench.unavailable()::get);
        form = new ScenarioForm(model::start, model::stop);
        history = new RunHistory(this::draw);
        error = new Banner(Status.DANGER, Feather.ALERT_CIRCLE, "", Buttons.plain("Retry", model::poll).small());
        Panel ratePanel = new Panel("Rate").subtitle("req/s").trailing(
                new LegendEntry(LegendEntry.Mark.DASHES, 2, "offered"), new LegendEntry(LegendEntry.Mark.LINE, 1, "achieved"),
                new LegendEntry(LegendEntry.Mark.LINE, 6, "errors")).flush(rates);
        latencyPanel.trailing(new LegendEntry(LegendEntry.Mark.LINE, 1, "p50"), new LegendEntry(LegendEntry.Mark.LINE, 2, "p95"),
                new LegendEntry(LegendEntry.Mark.LINE, 4, "p99")).flush(latencies);
        run.node().setMinHeight(Region.USE_PREF_SIZE);
        HBox charts = row(190, ratePanel, latencyPanel);
        VBox.setVgrow(charts, Priority.ALWAYS);
        VBox right = new VBox(12, run.node(), charts, row(238, percentiles.node(), errors.node()));
        HBox.setHgrow(right, Priority.ALWAYS);
        right.setMinWidth(0);
        form.node().setMinWidth(320);
        form.node().setPrefWidth(320);
        HBox top = new HBox(12, form.node(), right);
        top.setMinHeight(Region.USE_PREF_SIZE);
        VBox columns = new VBox(12, top, tall(history.node()));
        columns.getStyleClass().add("page");
        ScrollPane scroll = new ScrollPane(columns);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        root = new VBox(error, scroll);
        poll.setCycleCount(Animation.INDEFINITE);
        model.state().subscribe(_ -> draw());
        model.error().subscribe(_ -> draw());
        bench.unavailable().subscribe(_ -> draw());
    }

    private static HBox row(double height, Panel... panels) {
        HBox row = new HBox(12, panels);
        for (Panel panel : panels) {
            HBox.setHgrow(panel, Priority.ALWAYS);
            panel.setMinWidth(0);
            panel.setPrefWidth(100);
        }
        row.setMinHeight(height);
        row.setPrefHeight(height);
        return row;
    }

    private static Region tall(Region region) {
        region.setMinHeight(160);
        region.setPrefHeight(160);
        VBox.setVgrow(region, Priority.ALWAYS);
        return region;
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
    public javafx.scene.Node content() {
        return root;
    }

    @Override
    public void show(Node node, TimeRange range) {
        model.choose(node);
        draw();
        poll.play();
    }

    @Override
    public void hide() {
        poll.stop();
    }

    private void tick() {
        if (bench.pausedAt().get().isEmpty()) {
            model.poll();
        }
    }

    private void draw() {
        // A node that does not answer is told of by the frame.
        error.tell(bench.unavailable().get().isEmpty() ? model.error().get() : "");
        LoadViewModel.State state = model.state().get();
        form.show(model.refusal(), model.noStop(), model.busy());
        Profile profile = bench.node().get().flatMap(node -> node.facts().get()).map(facts -> Profiles.byId(facts.targets()))
                .orElse(Profiles.OPTION_2);
        history.show(state.runs(), profile);
        profile.target(DerivedMeters.LATENCY_P95).ifPresentOrElse(
                target -> latencies.target(target.bound(), "p95 target " + Formats.target(target, "ms")),
                () -> latencies.target(Double.NaN, ""));
        List<Run> chosen = history.chosen();
        Optional<Run> shown = chosen.isEmpty() ? state.runs().stream().findFirst() : Optional.of(chosen.getLast());
        shown.ifPresentOrElse(one -> draw(one, state), run::showNone);
        if (chosen.size() == 2) {
            percentiles.compare(chosen.getFirst(), chosen.getLast());
        } else {
            percentiles.show(shown.orElse(null));
        }
        errors.show(shown.orElse(null));
    }

    private void draw(Run one, LoadViewModel.State state) {
        Optional<Course> course = one.ended() == null ? Optional.of(Course.live(one, state.frames())) : Course.ended(one);
        if (one.ended() == null) {
            run.showLive(one, course.orElseThrow(), state.activity());
        } else {
            run.showEnded(one);
        }
        latencyPanel.subtitle(course.filter(Course::fromTheIntendedTime).isPresent()
                ? "from intended, ms"
                : "at the gateway, ms");
        course.ifPresent(drawn -> {
            rates.show(drawn.from().toEpochMilli(), drawn.to().toEpochMilli(), drawn.rates());
            latencies.show(drawn.from().toEpochMilli(), drawn.to().toEpochMilli(), drawn.latencies());
        });
    }
}
