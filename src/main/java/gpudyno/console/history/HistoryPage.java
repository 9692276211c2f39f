package gpudyno.console.history;

import gpudyno.console.chart.SpanLanes;
import gpudyno.console.frame.LatestCall;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Ticker;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Page;
import gpudyno.console.page.Period;
import gpudyno.console.page.TimeRange;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// History: what happened on the node in the last hour to seven days, on one time line and in a list; two periods compared; the versions of
/// its knobs. Read when the page is shown, and every ten seconds to a minute while it is.
public final class HistoryPage implements Page {
    public static final String TITLE = "History";
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(10);
    private static final Duration MOST_PAUSE = Duration.ofMinutes(1);
    /// About what a pixel of the time line stands for.
    private static final int PARTS = 1000;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Workbench bench;
    private final SegmentedControl<Zoom> zoom = new SegmentedControl<>(Arrays.asList(Zoom.values()), Zoom::label, Zoom.SIX_HOURS);
    private final TextField find = new TextField();
    private final SpanLanes lanes = new SpanLanes(this::chooseSpan);
    private final Panel line = new Panel("Time line");
    private final EntryTable table = new EntryTable(this::choose);
    private final Comparing comparing;
    private final KnobPast knobs;
    private final HistoryLayout layout;
    private final Ticker timer;
    private @Nullable NodeViewModel model;
    private @Nullable Past past;
    private Instant asked = Instant.EPOCH;
    private boolean paused;
    /// Whether what is chosen next is B.
    private boolean second;
    private final LatestCall asking;

    public HistoryPage(Workbench bench) {
        this.bench = bench;
        asking = new LatestCall(bench.calls());
        find.setPromptText("Find in history");
        find.setAccessibleText("Find in history");
        find.getStyleClass().add("bare-field");
        find.textProperty().addListener((_, _, _) -> draw());
        zoom.selected().addListener((_, _, _) -> read());
        HBox field = new HBox(6, Icons.of(Feather.SEARCH, 14), find);
        field.setAlignment(Pos.CENTER_LEFT);
        field.getStyleClass().add("field-box");
        line.trailing(field, zoom);
        line.flush(lanes);
        table.panel().trailing(Buttons.text("On Overview", this::openPeriod), Buttons.text("Open", this::open));
        comparing = new Comparing(bench, lanes);
        knobs = new KnobPast(bench);
        layout = new HistoryLayout(line, List.of(table.panel(), comparing.panel().panel(), knobs.panel()));
        layout.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> second = event.isShiftDown());
        layout.addEventFilter(KeyEvent.KEY_PRESSED, event -> second = event.isShiftDown());
        timer = new Ticker(layout, javafx.util.Duration.seconds(1), this::tick);
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Ikon icon() {
        return Feather.CLOCK;
    }

    @Override
    public javafx.scene.Node content() {
        return layout;
    }

    @Override
    public void show(Node node, TimeRange range) {
        hide();
        Optional<NodeViewModel> present = bench.node().get();
        if (present.isEmpty()) {
            return;
        }
        if (!present.get().equals(model)) {
            past = null;
        }
        model = present.get();
        comparing.of(present.get().node());
        timer.start();
        read();
    }

    @Override
    public void hide() {
        timer.stop();
        asking.drop();
    }

    @Override
    public void pause(boolean now) {
        paused = now;
    }

    private void tick() {
        if (!paused && asked.plus(pauseBetween()).isBefore(Instant.now())) {
            read();
        }
    }

    /// The longer the time line, the later something new can be seen on it.
    private Duration pauseBetween() {
        Duration part = zoom.selected().get().length().dividedBy(PARTS);
        return part.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : part.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : part;
    }

    private void read() {
        NodeViewModel of = model;
        if (of == null) {
            return;
        }
        Instant now = Instant.now();
        asked = now;
        Instant from = now.minus(zoom.selected().get().length());
        asking.call(() -> Past.of(of.node(), from, now), read -> {
            past = read;
            draw();
            // After the first drawing, so that the page opens sooner.
            knobs.read(of.node());
        }, words -> line.flush(new EmptyState(words, Buttons.plain("Try again", this::read))));
    }

    private void draw() {
        Past shown = past;
        if (shown == null) {
            return;
        }
        line.flush(lanes);
        String search = find.getText();
        List<Entry> found = shown.entries().stream().filter(entry -> entry.holds(search)).toList();
        lanes.show(shown.from().toEpochMilli(), shown.to().toEpochMilli(), shown.p95(), "ms",
                Arrays.stream(EntryKind.values()).map(kind -> lane(shown, kind, found)).toList());
        Instant events = shown.eventsFrom();
        line.subtitle(CLOCK.format(shown.from()) + " – " + CLOCK.format(shown.to()) + ", " + count(found.size())
                + (events == null ? "" : "; events from " + CLOCK.format(events)));
        table.show(found.reversed());
    }

    private static SpanLanes.Lane lane(Past shown, EntryKind kind, List<Entry> found) {
        List<Entry> own = found.stream().filter(entry -> entry.kind() == kind).toList();
        long open = own.stream().filter(entry -> entry.to() == null).count();
        String caption = own.isEmpty() ? "none" : open == 0 ? Integer.toString(own.size()) : own.size() + ", " + open + " open";
        return new SpanLanes.Lane(kind.lane(), caption, own.stream().map(entry -> entry.span(shown.to())).toList());
    }

    private static String count(int entries) {
        return entries == 1 ? "1 entry" : entries + " entries";
    }

    private void chooseSpan(SpanLanes.Span span) {
        Past shown = past;
        if (shown != null) {
            shown.entries().stream().filter(entry -> entry.span(shown.to()).equals(span)).findFirst().ifPresent(entry -> {
                table.select(entry);
                choose(entry);
            });
        }
    }

    private void choose(Entry entry) {
        Past shown = past;
        if (shown != null) {
            lanes.choose(entry.span(shown.to()));
            entry.period(shown.to()).ifPresent(period -> comparing.choose(period, second));
        }
    }

    /// The page that has more to tell of the chosen entry.
    private void open() {
        table.chosen().ifPresentOrElse(entry -> {
            switch (entry.kind()) {
                case SESSION -> bench.guide().lead(Kind.SESSION, entry.id());
                case RUN -> bench.guide().lead(Kind.RUN, entry.id());
                case ALERT, INCIDENT -> bench.guide().open("Alerts");
                case GPU_CAUSE -> bench.guide().open("GPU");
                case EVENT -> openPeriod();
            }
        }, this::askForEntry);
    }

    private void askForEntry() {
        bench.dialogs().say("Choose an entry first.");
    }

    /// The node as it was while the chosen entry lasted, or around it.
    private void openPeriod() {
        Past shown = past;
        if (shown != null) {
            table.chosen().ifPresentOrElse(entry -> bench.guide().lead(Kind.PERIOD,
                    entry.period(shown.to()).orElseGet(() -> Period.around(entry.from())).id()), this::askForEntry);
        }
    }
}
