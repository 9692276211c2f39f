package gpudyno.console.kit;

import gpudyno.console.screens.Screen;
import gpudyno.model.knob.KnobType.Scale;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.target.Target;
import gpudyno.model.target.Target.Comparison;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Every component in every state, on two sheets: what reads and what is turned.
public final class KitScreens {
    private KitScreens() {
    }

    private static void nothing() {
    }

    public static List<Screen> all() {
        Duration settle = Duration.ofMillis(600);
        return List.of(new Screen("kit-read", 1440, 900, settle, _ -> readSheet()),
                new Screen("kit-turn", 1440, 900, settle, _ -> turnSheet()),
                new Screen("kit-dialog", 1440, 900, settle, _ -> dialog()), new Screen("kit-question", 1440, 900, settle, _ -> question()));
    }

    private static Parent readSheet() {
        HBox tiles = row(tile("GPU memory", 71, "percent", new Target(DerivedMeters.MEMORY_PERCENT, Comparison.AT_MOST, 75), 60, 71),
                tile("Cache hit", 88, "percent", new Target(DerivedMeters.CACHE_HIT_PERCENT, Comparison.AT_LEAST, 85), 80, 88),
                tile("p95 latency", 212, "ms", new Target(DerivedMeters.LATENCY_P95, Comparison.BELOW, 500), 400, 212),
                tile("Error rate", 2.1, "percent", new Target(DerivedMeters.ERRORS_PERCENT, Comparison.BELOW, 1), 0.3, 2.1),
                tile("Throughput", 64, "req/s", new Target(DerivedMeters.THROUGHPUT, Comparison.AT_LEAST, 50), 60, 64));
        VBox middle = column(table(), row(groupedAlerts(), new VBox(12, legend(), keyValues())));
        VBox right = column(alerts(), recommendations(), events());
        right.setMinWidth(300);
        right.setMaxWidth(300);
        VBox page = new VBox(12, tiles, new HBox(12, middle, right));
        page.getStyleClass().add("page");
        HBox root = new HBox(sidebar(), grow(page));
        return new VBox(topBar(), grow(root), statusBar());
    }

    private static Panel tilesInOtherStates() {
        TargetTile failing = tile("Throughput", 41, "req/s", new Target(DerivedMeters.THROUGHPUT, Comparison.AT_LEAST, 50), 60, 41);
        VBox tiles = new VBox(12, row(failing, idleTile()), row(staleTile(), unjudgedTile()));
        return new Panel("Tiles: failing, idle, stale, without target", tiles);
    }

    private static TargetTile tile(String title, double value, String unit, Target target, double from, double to) {
        TargetTile tile = new TargetTile(title);
        tile.show(value, target, unit, Samples.walk(title.hashCode(), 60, from, to, Math.abs(to - from) / 12));
        return tile;
    }

    private static TargetTile idleTile() {
        TargetTile tile = new TargetTile("p95 latency");
        tile.showIdle("3 of 20 requests in the last 60 s");
        return tile;
    }

    private static TargetTile staleTile() {
        TargetTile tile = tile("p95 latency", 212, "ms", new Target(DerivedMeters.LATENCY_P95, Comparison.BELOW, 500), 400, 212);
        tile.showStale(Duration.ofSeconds(14));
        return tile;
    }

    private static TargetTile unjudgedTile() {
        TargetTile tile = new TargetTile("Throughput");
        tile.showUnjudged(1785, "req/s", Samples.walk(4, 60, 1500, 1785, 40));
        return tile;
    }

    private static Panel values() {
        BigValue offered = new BigValue("Offered");
        offered.show(new Formats.Quantity("64.0", "req/s"), "26,208 sent", Status.NEUTRAL);
        BigValue achieved = new BigValue("Achieved");
        achieved.show(new Formats.Quantity("63.8", "req/s"), "99.7 % of offered", Status.SUCCESS);
        BigValue old = new BigValue("In flight");
        old.show(new Formats.Quantity("14", ""), "of 256", Status.NEUTRAL);
        old.showStale(Duration.ofSeconds(14));
        MeterBar power = new MeterBar(0.75, Status.SUCCESS).thick().tick(0.886);
        return new Panel("Run #214", new VBox(8, row(offered, achieved, old), power)).trailing(new Chip(Status.SUCCESS, "Running").dot());
    }

    private static Panel alerts() {
        return new Panel("Alerts").trailing(new Chip(Status.DANGER, "2 active"))
                .flush(new VBox(
                        new AlertItem(Severity.CRITICAL, "Latency budget burn 6.2×", "1 h error budget gone in 9 min at this rate",
                                "Critical · since 14:37 · 5 min").actions(Buttons.plain("Acknowledge", KitScreens::nothing)),
                        new AlertItem(Severity.WARNING, "Memory forecast 90 %", "Rising 1.4 pts/min, arena 19.1 of 24 GiB",
                                "Warning · since 14:40 · 2 min").actions(Buttons.plain("Acknowledge", KitScreens::nothing))));
    }

    private static Panel groupedAlerts() {
        return new Panel("Active alerts").trailing(new Chip(Status.DANGER, "1 firing"))
                .flush(new VBox(new GroupHeader("Latency", 1),
                        new AlertItem(Severity.CRITICAL, "Latency budget burn 6.2×", "1 h error budget gone in 9 min at this rate",
                                "Critical · since 14:37").compact().actions(Buttons.text("Silence", KitScreens::nothing),
                                        Buttons.plain("Acknowledge", KitScreens::nothing)),
                        new GroupHeader("Pending, for-duration not reached", 1),
                        AlertItem.pending("Queue wait above 50 ms", "Warning · 14 s of 30 s").compact()
                                .actions(Buttons.text("Open rule", KitScreens::nothing)),
                        new GroupHeader("Silenced", 1), AlertItem.silenced("edge-l4 unreachable", "Critical · until 16:00").compact()
                                .actions(Buttons.text("Unsilence", KitScreens::nothing))));
    }

    private static Panel recommendations() {
        return new Panel("Recommendations").trailing(Labels.muted("2 of 5"))
                .flush(new VBox(
                        new RecommendationCard("Raise").knob("serve.batch.maxSize")
                                .change("4", "16", "predicted p95", Formats.change(-0.38), Status.SUCCESS).bars(212, 131)
                                .evidence("131 ms, CI " + Formats.interval(117, 145))
                                .actions(Buttons.text("Preview", KitScreens::nothing), Buttons.primary("Apply", KitScreens::nothing)),
                        new RecommendationCard("Memory reaches 90 % in ~14 min").detail("Trim arena now: frees 2.1 GiB, 40 ms pause")
                                .evidence("71 → 62 % used")
                                .actions(Buttons.text("Later", KitScreens::nothing), Buttons.primary("Trim arena", KitScreens::nothing))));
    }

    private static Panel events() {
        return new Panel("Events").trailing(Buttons.link("All", KitScreens::nothing))
                .flush(eventList(event("14:40", Severity.WARNING, "Memory forecast alert opened"),
                        event("14:37", Severity.CRITICAL, "p95 > 500 ms for 98 s"),
                        event("14:35", Severity.INFO, "Run #214 started, warm-up 88/s")));
    }

    private static VBox eventList(EventRow... rows) {
        VBox list = new VBox(rows);
        list.getStyleClass().add("event-list");
        return list;
    }

    private static EventRow event(String time, Severity severity, String text) {
        return new EventRow(new Event(Instant.parse("2026-11-23T" + time + ":00Z"), severity, text), ZoneOffset.UTC);
    }

    private static Panel keyValues() {
        VBox rows = new VBox(6, new KeyValueRow("Roll back point", "config v12, saved 14:08"),
                new KeyValueRow("Errors", "2.10 %").status(Status.DANGER), new KeyValueRow("Fan", "not supported"));
        return new Panel("What changed", rows).subtitle("5 knobs moved");
    }

    private static Panel error() {
        Panel panel = new Panel("Memory timeline").flush(new InlineError("History could not be read", "The node did not answer within 5 s.",
                "GET /api/history: timeout", KitScreens::nothing));
        panel.updating(true);
        return panel;
    }

    private static Panel empty() {
        return new Panel("Previous runs",
                new EmptyState("No runs yet. Start a load run.", Buttons.plain("Start a load run", KitScreens::nothing)));
    }

    private static Panel loading() {
        return new Panel("Processes").flush(new LoadingBars());
    }

    private static Panel legend() {
        FlowPane entries = new FlowPane(12, 8, new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.ACTUAL, "p50").value("96 ms"),
                new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.FORECAST, "p95").value("212 ms"),
                new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.EXTREME, "p99").value("334 ms"),
                new LegendEntry(LegendEntry.Mark.DASHES, SeriesColor.FORECAST, "offered"),
                new LegendEntry(LegendEntry.Mark.DOT, SeriesColor.ACTUAL, "feasible"),
                new LegendEntry(LegendEntry.Mark.CROSS, SeriesColor.FORECAST, "infeasible"),
                LegendEntry.neutral(LegendEntry.Mark.DIAMOND, "baseline"),
                new LegendEntry(LegendEntry.Mark.SQUARE, SeriesColor.ERRORS, "errors"),
                new LegendEntry(LegendEntry.Mark.LANE, SeriesColor.RESERVED, "power"),
                new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.OTHER, "s5"));
        HBox icons = new HBox(12, new VerdictMark(true), new VerdictMark(false), new HealthChip(HealthChip.Health.HEALTHY),
                new HealthChip(HealthChip.Health.BREACHED));
        icons.setAlignment(Pos.CENTER_LEFT);
        return new Panel("Legend and marks", new VBox(12, entries, icons, row(new HealthChip(HealthChip.Health.STALE),
                new HealthChip(HealthChip.Health.OFFLINE), new Chip(Status.ACCENT, "Running"),
                new Chip(Status.NEUTRAL, "Feasible").outline())));
    }

    private record Run(String id, String scenario, double rate, double p95, double errors, boolean met) {}

    private static Panel table() {
        DataTable<Run> table = new DataTable<>("No runs yet.");
        table.getColumns().add(Columns.text("Run", Run::id));
        table.getColumns().add(Columns.muted("Scenario", Run::scenario));
        table.getColumns().add(Columns.number("req/s", Run::rate, Formats::number));
        table.getColumns().add(Columns.number("p95 ms", Run::p95, Formats::number, run -> run.p95() > 500));
        table.getColumns().add(Columns.number("Errors", Run::errors, value -> Formats.number(value, 2) + " %", run -> run.errors() > 1));
        table.getColumns().add(Columns.rightAligned(Columns.fixed(
                Columns.node("Targets", run -> new Chip(run.met() ? Status.SUCCESS : Status.DANGER, run.met() ? "Pass" : "Fail")), 72)));
        table.setItems(FXCollections.observableArrayList(new Run("#213", "Poisson", 63.9, 219, 0.31, true),
                new Run("#212", "Step", 74.2, 587, 2.1, false), new Run("#211", "Find max", 73.1, 498, 0.94, true),
                new Run("#210", "Soak", 48, Double.NaN, 0.04, true)));
        table.getSelectionModel().select(1);
        return new Panel("Previous runs").subtitle("209 stored")
                .trailing(Buttons.primary("Compare", KitScreens::nothing).small(), Buttons.plain("Export", KitScreens::nothing).small())
                .flush(table.fitRows(4));
    }

    private static Node sidebar() {
        NodeRow local = new NodeRow("Local");
        local.show(NodeRow.Link.CONNECTED, "this workstation", Samples.walk(1, 22, 2, 6, 0.8));
        local.selected(true);
        local.expanded().set(true);
        DeviceRow gpu = new DeviceRow("GPU 0 · RTX 3090");
        gpu.show("71 %");
        NodeRow edge = new NodeRow("edge-l4");
        edge.show(NodeRow.Link.RECONNECTING, "reconnecting · try 3", Samples.lostAfter(8, 22));
        NodeRow lost = new NodeRow("lab-a100");
        lost.show(NodeRow.Link.LOST, "unreachable", new double[22]);
        VBox nodes = new VBox(local, gpu, edge, lost);
        NavItem overview = new NavItem(Feather.GRID, "Overview");
        NavItem load = new NavItem(Feather.ACTIVITY, "Load");
        NavItem alerts = new NavItem(Feather.BELL, "Alerts");
        ToggleGroup pages = new ToggleGroup();
        pages.getToggles().addAll(overview, load, alerts);
        overview.setSelected(true);
        load.live(true);
        alerts.badge(2);
        ActivityCard activity = new ActivityCard();
        activity.show("Load run #214", "6:12 / 10:00", 0.62, "Poisson · 64 req/s · chat-8b");
        Region rest = new Region();
        VBox.setVgrow(rest, Priority.ALWAYS);
        VBox sidebar = new VBox(nodes, new VBox(2, overview, load, alerts), rest, activity);
        sidebar.setSpacing(12);
        sidebar.setPadding(new Insets(8));
        sidebar.getStyleClass().add("sidebar");
        return sidebar;
    }

    private static Node topBar() {
        SegmentedControl<String> range = new SegmentedControl<>(List.of("1m", "5m", "15m", "1h"), Function.identity(), "15m");
        MenuButton targets = new MenuButton("Targets: Option 2 · 95 %", Icons.of(Feather.FLAG, 14));
        VBox node = new VBox(Labels.title("Local · this workstation"), Labels.caption("Ryzen 9 5950X · NVIDIA RTX 3090 24 GB"));
        node.setAlignment(Pos.CENTER_LEFT);
        HBox bar = new HBox(12, node,
                new HealthChip(HealthChip.Health.AT_RISK), Labels.spacer(), targets, range,
                Buttons.plain("Pause", KitScreens::nothing).with(Feather.PAUSE),
                new SearchBox("Search or run command", "Ctrl K", KitScreens::nothing),
                Buttons.icon(Feather.SUN, "Light theme", KitScreens::nothing));
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("top-bar");
        return bar;
    }

    private static Node statusBar() {
        HBox bar = new HBox(20, new StatusItem("").state(Status.SUCCESS, "Connected"), new StatusItem("Round-trip").value("0.4 ms"),
                new StatusItem("Sampling").value("1 Hz"), new StatusItem("Dropped").value("0"), Labels.spacer(),
                new StatusItem("").state(Status.DANGER, "Recording").value("00:12:41"), Labels.caption("14:42:08"),
                Labels.caption("GPU Dyno 0.1.0"));
        bar.getStyleClass().add("status-bar");
        return bar;
    }

    private static Parent turnSheet() {
        VBox states = column(tilesInOtherStates(), empty(), loading(), error());
        states.setMinWidth(440);
        VBox load = column(loadForm(), type());
        load.setMinWidth(310);
        VBox session = column(sessionForm(), knobs(), values());
        session.setMinWidth(310);
        HBox page = new HBox(12, load, session, column(buttons(), fields()),
                states);
        page.getStyleClass().add("page");
        Banner paused = new Banner(Status.WARNING, Feather.PAUSE, "Paused at 14:42:08, 38 s behind",
                Buttons.plain("Resume", KitScreens::nothing));
        Overlay overlay = new Overlay(new VBox(paused, page));
        overlay.done("Applied 5 knobs: config v13", KitScreens::nothing);
        return overlay;
    }

    private static Panel loadForm() {
        GridPane scenarios = new GridPane(6, 6);
        ToggleGroup group = new ToggleGroup();
        List<ScenarioCard.Shape> shapes = List.of(ScenarioCard.Shape.values());
        for (int i = 0; i < shapes.size(); i++) {
            ScenarioCard.Shape shape = shapes.get(i);
            ScenarioCard card = new ScenarioCard(shape);
            card.setToggleGroup(group);
            card.setSelected(shape == ScenarioCard.Shape.POISSON);
            GridPane.setHgrow(card, Priority.ALWAYS);
            scenarios.add(card, i % 3, i / 3);
        }
        ComboBox<String> workload = new ComboBox<>(FXCollections.observableArrayList("english", "questions"));
        workload.getSelectionModel().selectFirst();
        workload.setMaxWidth(Double.MAX_VALUE);
        NumberField refused = new NumberField("Timeout", 10, 1, 600, "s");
        refused.field().setText("abc");
        VBox form = new VBox(12, new FormField("Workload", workload), new FormField("Scenario", scenarios),
                row(new NumberField("Rate", 64, 1, 100_000, "req/s"), refused, new NumberField("Seed", 42, 0, 1e9, "")),
                Buttons.row(Buttons.primary("Start", KitScreens::nothing).form().with(Feather.PLAY),
                        Buttons.danger("Stop run", KitScreens::nothing).form().with(Feather.SQUARE, 12)));
        return new Panel("Load generator", form).trailing(Buttons.text("Presets", KitScreens::nothing));
    }

    private static Panel sessionForm() {
        Label done = Labels.strong("31 of 40 trials");
        VBox progress = new VBox(6, new HBox(done, Labels.spacer(), Labels.muted("14 min left")), new MeterBar(0.775, Status.ACCENT));
        FlowPane tags = new FlowPane(8, 6, new Tag("p95 < 500 ms"), new Tag("errors < 1 %").removable(KitScreens::nothing),
                Tag.add("Add", KitScreens::nothing));
        HBox objective = new HBox(Labels.caption("Objective"), Labels.spacer(), new Tag("maximise throughput").accent(Feather.ARROW_UP));
        objective.setAlignment(Pos.CENTER_LEFT);
        SegmentedControl<String> strategy = new SegmentedControl<>(List.of("Bayesian", "CMA-ES", "Random", "Grid"), Function.identity(),
                "Bayesian").fill();
        VBox form = new VBox(12, objective, new FormField("Subject to", tags), new FormField("Strategy", strategy), progress, Buttons.row(
                Buttons.plain("Pause session", KitScreens::nothing).with(Feather.PAUSE),
                Buttons.danger("Stop, keep best", KitScreens::nothing).with(Feather.SQUARE, 12)));
        return new Panel("Session #17", form).trailing(new Chip(Status.SUCCESS, "Running").dot());
    }

    private static Panel knobs() {
        KnobSlider power = new KnobSlider("Power cap", 200, 350, Scale.LINEAR, "W", 350).best(310);
        Toggle lock = new Toggle("Lock core clock", false);
        KnobSlider clock = new KnobSlider("Lock core clock", 210, 2100, Scale.LINEAR, "MHz", 1785).beside(lock);
        KnobSlider batch = new KnobSlider("serve.batch.maxSize", 1, 64, Scale.POWER_OF_TWO, "", 16).best(32);
        CheckBox on = new CheckBox("in search");
        on.setSelected(true);
        HBox boxes = row(on, new CheckBox("not in search"), new Toggle("on", true));
        return new Panel("Controls", new VBox(12, power, clock, batch, boxes, Buttons.row(Buttons.primary("Apply", KitScreens::nothing),
                Buttons.plain("Reset to driver default", KitScreens::nothing))))
                .trailing(new Chip(Status.NEUTRAL, "Needs admin").outline().icon(Feather.LOCK));
    }

    private static Panel buttons() {
        ActionButton unavailable = Buttons.primary("Apply", KitScreens::nothing);
        unavailable.unavailable("The node is not connected");
        ActionButton busy = Buttons.primary("Apply best", KitScreens::nothing);
        busy.setPrefWidth(90);
        busy.widthProperty().subscribe(width -> {
            if (width.doubleValue() > 0) {
                busy.busy(true);
            }
        });
        ActionButton focused = Buttons.plain("Focused", KitScreens::nothing);
        focused.pseudoClassStateChanged(PseudoClass.getPseudoClass("focus-visible"), true);
        FlowPane all = new FlowPane(8, 8, Buttons.primary("Apply best", KitScreens::nothing).with(Feather.CHECK),
                Buttons.plain("Roll back", KitScreens::nothing).with(Feather.CORNER_UP_LEFT),
                Buttons.plain("Export report", KitScreens::nothing).with(Feather.UPLOAD),
                Buttons.danger("Delete", KitScreens::nothing), Buttons.text("Preview", KitScreens::nothing),
                Buttons.link("All", KitScreens::nothing), unavailable, busy, focused,
                Buttons.icon(Feather.MOON, "Dark theme", KitScreens::nothing),
                Buttons.bareIcon(Feather.MORE_HORIZONTAL, "More", KitScreens::nothing),
                Buttons.plain("Small", KitScreens::nothing).small(), Buttons.primary("Form", KitScreens::nothing).form());
        return new Panel("Buttons", all);
    }

    private static Panel fields() {
        SearchBox compact = new SearchBox("Search or run command", "Ctrl K", KitScreens::nothing);
        compact.compact(true);
        HBox search = new HBox(12, new SearchBox("Search or run command", "Ctrl K", KitScreens::nothing), compact);
        return new Panel("Fields", new VBox(12, search, row(new NumberField("Trials", 40, 1, 500, ""),
                new NumberField("Per trial", 90, 5, 3600, "s"))));
    }

    private static Panel type() {
        Label tooltip = new Label("Trim is off: the node is not connected");
        tooltip.getStyleClass().add("tooltip");
        VBox type = new VBox(6, Labels.title("Title 13 semi-bold"), Labels.body("Body 13"), Labels.plain("Plain 12: 0123456789 → ≤ ≥ ±"),
                Labels.muted("Muted 12"), Labels.caption("Caption 11"), Labels.mono("serve.batch.maxSize 6144"), Labels.strong("1111 8888"),
                tooltip);
        return new Panel("Type", type);
    }

    private static Parent dialog() {
        Overlay overlay = new Overlay(readSheet());
        overlay.confirm(new Dialogs.Confirmation("Stop session #17?",
                "The trial that runs is dropped and all knobs go back to where they stood before the session.", "Stop and roll back", true),
                KitScreens::nothing);
        return overlay;
    }

    private static Parent question() {
        Overlay overlay = new Overlay(readSheet());
        overlay.ask(new Dialogs.Question("Silence “Memory high”?",
                "Nobody is told of it until the silence expires. It is still watched and shown here, and can be unsilenced.",
                "Note, for the others", List.of("15 min", "1 h", "8 h", "24 h"), "Silence"), _ -> nothing());
        return overlay;
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(12, nodes);
        for (Node node : nodes) {
            if (node instanceof Region region && !(node instanceof Label) && !(node instanceof Toggle) && !(node instanceof CheckBox)) {
                region.setMaxWidth(Double.MAX_VALUE);
                region.setPrefWidth(100);
                HBox.setHgrow(region, Priority.ALWAYS);
            }
        }
        return row;
    }

    private static VBox column(Node... panels) {
        VBox column = new VBox(12, panels);
        column.setPrefWidth(100);
        HBox.setHgrow(column, Priority.ALWAYS);
        return column;
    }

    private static <R extends Region> R grow(R region) {
        HBox.setHgrow(region, Priority.ALWAYS);
        VBox.setVgrow(region, Priority.ALWAYS);
        return region;
    }

}
