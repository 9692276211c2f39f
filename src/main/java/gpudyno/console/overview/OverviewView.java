package gpudyno.console.overview;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.LaneChart;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.frame.Guide;
import gpudyno.console.kit.AlertItem;
import gpudyno.console.kit.AlertWords;
import gpudyno.console.kit.Banner;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.EventRow;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.InlineError;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Pressable;
import gpudyno.console.kit.RecommendationCard;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.console.overview.Picture.Signal;
import gpudyno.console.page.Kind;
import gpudyno.model.alert.Alert;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.node.Event;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The page's layout and how frames become lines.
final class OverviewView extends StackPane {
    private static final int EVENTS = 8;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private static final int ALERTS = 3;
    /// Least height of a lane, and of a panel without its lanes.
    private static final double LANE = 18;
    private static final double HEAD = 84;
    private static final String UNTOLD = "The node has told nothing yet.";

    private final Uses uses;
    private final Banner start;
    private final Banner pastBanner;
    private boolean past;
    private List<Alert> shownAlerts = List.of();
    private List<Event> shownEvents = List.of();
    private double batchCap = Double.NaN;
    private String shownFailure = "";
    private String away = "";
    private boolean known;
    private List<Node> laneChoices = List.of();
    private final Crosshair crosshair = new Crosshair();
    private final TargetTiles tiles;
    private List<Recommended> shownRecommended = List.of();
    private Optional<Ahead> shownAhead = Optional.empty();
    private final TimeChart latency = new TimeChart(crosshair);
    private final TimeChart throughput = new TimeChart(crosshair);
    private final LaneChart machine = new LaneChart(crosshair);
    private final TimeChart queue = new TimeChart(crosshair);
    private final LegendEntry p50 = new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.ACTUAL, "p50");
    private final LegendEntry p95 = new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.FORECAST, "p95");
    private final LegendEntry p99 = new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.EXTREME, "p99");
    private final LegendEntry offered = new LegendEntry(LegendEntry.Mark.DASHES, SeriesColor.FORECAST, "offered");
    private final LegendEntry achieved = new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.ACTUAL, "achieved");
    private final LegendEntry errors = new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.ERRORS, "errors");
    private final LegendEntry depth = new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.ACTUAL, "queue depth");
    private final LegendEntry batch = new LegendEntry(LegendEntry.Mark.LINE, SeriesColor.FORECAST, "batch size");
    private final Panel machinePanel = new Panel("Machine", machine);
    private final SegmentedControl<Signal> several = new SegmentedControl<>(
            List.of(Signal.UTILIZATION, Signal.MEMORY, Signal.POWER, Signal.HOST), Signal::title, Signal.UTILIZATION);
    private final SegmentedControl<Signal> single = new SegmentedControl<>(List.of(Signal.GPU, Signal.HOST), Signal::title, Signal.GPU);
    private final Panel latencyPanel = new Panel("Latency", latency);
    private final Panel alerts = new Panel("Alerts");
    private final Panel recommendations = new Panel("Recommendations");
    private final Panel events = new Panel("Events");
    private final VBox eventRows = new VBox(4);
    private final PageScroll eventList = new PageScroll(eventRows);

    /// What can be done to an alert here.
    record AlertUses(Consumer<Alert> acknowledge, Consumer<Alert> silence, Consumer<Alert> openRule) {}

    /// What can be done on the page.
    ///
    /// @param meter shows the meter of an id
    /// @param live goes back from a period of the past
    /// @param origin what shows where an event comes from; empty where nothing does
    record Uses(AlertUses alerts, Recommended.Uses recommendations, Consumer<String> meter, Function<Event, Optional<Runnable>> origin,
            Guide guide, Runnable live) {}

    OverviewView(Uses uses) {
        this.uses = uses;
        tiles = new TargetTiles(uses.meter);
        start = start(uses.guide);
        pastBanner = new Banner(Status.ACCENT, Feather.CLOCK, "", Buttons.plain("Back to live", uses.live));
        pastBanner.tell("");
        latencyPanel.trailing(p50, p95, p99);
        // The slowest requests of that moment.
        latency.onPress(at -> uses.guide.lead(Kind.TRACE, "at:" + at));
        Panel throughputPanel = new Panel("Throughput", throughput).subtitle("req/s").trailing(offered, achieved, errors);
        several.setMinWidth(USE_PREF_SIZE);
        single.setMinWidth(USE_PREF_SIZE);
        machinePanel.subtitle("own scale per lane");
        Panel queuePanel = new Panel("Queue and batch", queue).subtitle("items").trailing(depth, batch);
        getChildren().add(new OverviewLayout(
                new OverviewLayout.Parts(new VBox(12, pastBanner, tiles, start), latencyPanel, throughputPanel, machinePanel, queuePanel,
                        List.of(alerts, recommendations, events))));
        showUnknown();
    }

    /// Before the node has told anything; what another has told is gone.
    void showUnknown() {
        known = false;
        shownAlerts = List.of();
        shownEvents = List.of();
        showAlerts();
        shownRecommended = List.of();
        showRecommendations();
        events.content(new EmptyState(UNTOLD));
    }

    /// @param reason why the node tells nothing now; empty while it does
    void away(String reason) {
        away = reason;
        if (!past) {
            showAlerts();
            showRecommendations();
        }
    }

    /// The ways to begin, while there is nothing to look at.
    private static Banner start(Guide guide) {
        Banner banner = new Banner(Status.ACCENT, Feather.PLAY_CIRCLE, "", Buttons.primary("Tune", () -> guide.open("Tune")),
                Buttons.plain("Start a load run", () -> guide.open("Load")),
                Buttons.plain("Attach a node", () -> guide.attach("")));
        banner.getStyleClass().add("start-banner");
        banner.tell("");
        return banner;
    }

    /// A period is being read; what is drawn does not move until it is there.
    void readPast(String words) {
        past = true;
        pastBanner.tell("Reading " + words + " …");
        start.tell("");
    }

    void showPast(PastShown shown, String words) {
        past = true;
        pastBanner.tell("Showing " + words + ", compared with the targets of today");
        shownEvents = shown.events();
        machine.events(shownEvents);
        // The cap of then is not kept.
        batchCap = Double.NaN;
        show(shown.picture());
        PastSide.show(shown, alerts, recommendations, events);
    }

    /// The present again.
    void showLive() {
        past = false;
        pastBanner.tell("");
        alerts.subtitle(shownAhead.map(Ahead::health).orElse(""));
        showUnknown();
    }

    void show(Picture picture) {
        tiles.show(picture);
        start.tell(picture.measured() || picture.stale() || picture.past()
                ? ""
                : "No request came in the last " + Formats.span(picture.range()) + ", so there is nothing to judge yet.");
        latencyPanel.subtitle(picture.stale() ? "no frame for " + Formats.span(picture.age()) : "ms, " + picture.window());
        latency.show(drawn(picture, "ms", picture.latency(), p99, p95, p50).atLeast(10).bands(picture.beyond())
                .targets(level(picture, DerivedMeters.LATENCY_P95, "p95 target ", "ms")));
        throughput.show(drawn(picture, "/s", picture.throughput(), achieved, offered, errors).atLeast(10).bands(picture.beyond())
                .targets(level(picture, DerivedMeters.THROUGHPUT, "target ", "req/s")));
        long to = picture.now().toEpochMilli();
        showMachine(to - picture.range().toMillis(), to, picture.machine());
        queue.show(drawn(picture, "", picture.queue().subList(0, 1), depth).atLeast(4).right(List.of(picture.queue().get(1).line()),
                batchCap, "batch cap " + Formats.number(batchCap)));
        batch.value(legend(picture, picture.queue().get(1)));
    }

    /// The GPUs where there are some, the host else; which of their figures is chosen in the panel's header.
    private void showMachine(long from, long to, Map<Signal, List<LaneChart.Lane>> lanes) {
        boolean one = lanes.containsKey(Signal.GPU);
        boolean more = lanes.containsKey(Signal.UTILIZATION);
        Signal shown = one ? single.selected().get() : more ? several.selected().get() : Signal.HOST;
        machinePanel.title(shown == Signal.HOST ? "Machine" : one ? "GPU" : "GPUs");
        List<Node> choices = one ? List.of(single) : more ? List.of(several) : List.of();
        if (!choices.equals(laneChoices)) {
            laneChoices = choices;
            machinePanel.trailing(choices.toArray(Node[]::new));
            machinePanel.subtitle(choices.isEmpty() ? "own scale per lane" : "");
        }
        List<LaneChart.Lane> drawn = lanes.getOrDefault(shown, List.of());
        machinePanel.setMinHeight(HEAD + drawn.size() * LANE);
        machine.show(from, to, drawn);
    }

    private static List<TimePicture.Level> level(Picture picture, String meter, String words, String unit) {
        return picture.profile().target(meter).map(target -> new TimePicture.Level(target.bound(), words + Formats.target(target, unit)))
                .stream().toList();
    }

    private TimePicture drawn(Picture picture, String unit, List<Picture.Plot> plots, LegendEntry... legends) {
        for (int i = 0; i < legends.length; i++) {
            legends[i].value(legend(picture, plots.get(i)));
        }
        long to = picture.now().toEpochMilli();
        return TimePicture.of(to - picture.range().toMillis(), to, unit, plots.stream().map(Picture.Plot::line).toList())
                .events(shownEvents);
    }

    private static String legend(Picture picture, Picture.Plot plot) {
        return picture.stale() || Double.isNaN(plot.latest()) ? Formats.NONE : Formats.number(plot.latest());
    }

    void showSide(OverviewPage.Side side) {
        batchCap = side.batchCap();
        boolean first = !known;
        known = true;
        shownFailure = "";
        if (first || !side.alerts().equals(shownAlerts)) {
            // Only when they change: what is redrawn moves its buttons away under the pointer.
            shownAlerts = List.copyOf(side.alerts());
            showAlerts();
        }
        if (!side.ahead().equals(shownAhead)) {
            shownAhead = side.ahead();
            alerts.subtitle(shownAhead.map(Ahead::health).orElse(""));
            showRecommendations();
        }
        if (first || !side.recommendations().equals(shownRecommended)) {
            shownRecommended = List.copyOf(side.recommendations());
            showRecommendations();
        }
        if (first || !side.events().equals(shownEvents)) {
            shownEvents = List.copyOf(side.events());
            machine.events(shownEvents);
            showEvents();
        }
    }

    private void showEvents() {
        if (shownEvents.isEmpty()) {
            events.content(new EmptyState("Nothing has happened yet."));
        } else {
            eventRows.getChildren().setAll(shownEvents.stream().limit(EVENTS).<Node>map(this::row).toList());
            events.content(eventList);
        }
    }

    private void showRecommendations() {
        if (!known) {
            recommendations.content(new EmptyState(UNTOLD));
        } else if (shownRecommended.isEmpty() && memoryWarning().isEmpty()) {
            recommendations.content(new EmptyState("Nothing to recommend yet. A tuning session finds out.",
                    Buttons.plain("Tune", () -> uses.guide.open("Tune")).small()));
        } else {
            recommendations.flush(column(Stream.concat(
                    shownRecommended.stream().<Node>map(one -> one.card(uses.recommendations, away)), memoryWarning().stream()).toList()));
        }
    }

    private Optional<Node> memoryWarning() {
        return shownAhead.map(Ahead::memory).filter(words -> !words.isEmpty()).map(words -> {
            RecommendationCard card = new RecommendationCard(words).detail(shownAhead.orElseThrow().memoryRange())
                    .evidence(shownAhead.orElseThrow().memoryError());
            Pressable.make(card, "Shows the forecast", () -> uses.guide.open("Alerts"));
            return card;
        });
    }

    private EventRow row(Event event) {
        EventRow row = new EventRow(event, ZoneId.systemDefault());
        uses.origin.apply(event).ifPresent(shows -> Pressable.make(row, "Shows where it comes from", shows));
        return row;
    }

    private void showAlerts() {
        if (shownAlerts.isEmpty()) {
            // A node that is not heard may be on fire.
            alerts.content(new EmptyState(!away.isEmpty()
                    ? away + ": what needs attention there is not known."
                    : known ? "Nothing needs attention." : UNTOLD)).trailing();
            return;
        }
        alerts.trailing(away.isEmpty()
                ? new Chip(Status.DANGER, shownAlerts.size() + " firing")
                : new Chip(Status.NEUTRAL, shownAlerts.size() + " fired when last heard"));
        List<Node> items = new ArrayList<>(shownAlerts.stream().limit(ALERTS).<Node>map(this::item).toList());
        if (shownAlerts.size() > ALERTS) {
            items.add(Labels.caption((shownAlerts.size() - ALERTS) + " more on the Alerts page"));
        }
        alerts.flush(column(items));
    }

    private AlertItem item(Alert alert) {
        String title = alert.series().isEmpty() ? alert.title() : alert.title() + " · " + alert.series();
        AlertItem item = new AlertItem(alert.severity(), title, AlertWords.cause(alert.cause()), "since " + CLOCK.format(alert.since()))
                .compact();
        item.actions(Buttons.text("Rule", () -> uses.alerts.openRule.accept(alert)),
                Buttons.text("Silence", () -> uses.alerts.silence.accept(alert)));
        Pressable.make(item, "Shows its rule", () -> uses.alerts.openRule.accept(alert));
        return alert.acknowledged() ? item : item.actions(Buttons.plain("Ack", () -> uses.alerts.acknowledge.accept(alert)));
    }

    private static VBox column(List<Node> rows) {
        VBox column = new VBox(4);
        column.getChildren().setAll(rows);
        return column;
    }

    void failed(String cause, Runnable retry) {
        // Said once: a new one every two seconds would move Retry away under the pointer.
        if (!cause.equals(shownFailure)) {
            shownFailure = cause;
            events.content(new InlineError("The node did not answer", cause, cause, retry));
        }
    }
}
