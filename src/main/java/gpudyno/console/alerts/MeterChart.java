package gpudyno.console.alerts;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.FrameHistory;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.node.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Any meter of the node over time, built in or a user's: gauges at their level, counters by their growth per second, distributions by their
/// 95th percentile.
final class MeterChart extends VBox {
    /// As many as there are colours.
    private static final int MOST_SERIES = 6;

    private final NodeCalls calls;
    private final TimeChart chart = new TimeChart(new Crosshair());
    private final ComboBox<Meter> choice = new ComboBox<>();
    private final Label said = Labels.caption("");
    /// One for each node, range and meter, so that another's frames do not mix with it.
    private FrameHistory history = new FrameHistory();
    private Subscription listening = Subscription.EMPTY;
    private @Nullable NodeViewModel node;
    /// Whose past is read.
    private @Nullable Meter read;
    private @Nullable AlertBoard board;
    /// Id of the meter to be drawn once the node has told that it has it; empty for none.
    private String wanted = "";
    private Duration range = Duration.ofMinutes(5);
    private long question;
    private boolean drawing;
    private Drawn drawn = new Drawn(TimePicture.of(0, 60_000, "", List.of()), "");

    /// Lines with what is to be said of them.
    private record Drawn(TimePicture picture, String said) {}

    MeterChart(NodeCalls calls) {
        super(8);
        this.calls = calls;
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Meter meter) {
                return meter == null ? "" : meter.id();
            }

            @Override
            public @Nullable Meter fromString(String id) {
                return null;
            }
        });
        choice.setPrefWidth(260);
        choice.setPromptText("Choose a meter");
        choice.setAccessibleText("Meter to draw");
        choice.valueProperty().subscribe(_ -> read());
        HBox head = new HBox(8, choice, said);
        head.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren().addAll(head, chart);
    }

    /// Reads which meters there are, and what the chosen one read in the range; what comes later is told.
    void show(NodeViewModel shown, Duration length) {
        hide();
        range = length;
        node = shown;
        calls.call(shown.node().frames()::meters, meters -> {
            List<Meter> sorted = meters.stream().sorted(Comparator.comparing(Meter::id)).toList();
            if (!sorted.equals(choice.getItems())) {
                Meter chosen = choice.getValue();
                choice.getItems().setAll(sorted);
                choice.setValue(chosen != null && sorted.contains(chosen) ? chosen : first(sorted));
            }
            openWanted();
            read();
        }, said::setText);
    }

    /// The meters of the node, as far as they are known.
    List<Meter> meters() {
        return List.copyOf(choice.getItems());
    }

    /// Draws the meter of an id, as soon as it is known that there is one.
    void choose(String meter) {
        wanted = meter;
        openWanted();
    }

    private void openWanted() {
        choice.getItems().stream().filter(meter -> meter.id().equals(wanted)).findFirst().ifPresent(meter -> {
            wanted = "";
            choice.setValue(meter);
        });
    }

    /// Nobody looks any more.
    void hide() {
        listening.unsubscribe();
        listening = Subscription.EMPTY;
    }

    /// Asks once for the meter's past; an answer to an earlier question is dropped.
    private void read() {
        NodeViewModel asked = node;
        Meter meter = choice.getValue();
        if (asked == null || meter == null) {
            return;
        }
        long now = ++question;
        FrameHistory filled = new FrameHistory();
        listening.unsubscribe();
        // Frames first: what comes while the past is read is in both.
        listening = asked.onFrame(frame -> filled.add(List.of(frame)));
        history = filled;
        calls.call(() -> {
            filled.fill((from, to, resolution) -> asked.node().frames().history(from, to, resolution, Set.of(meter.id())), Instant.now(),
                    range);
            return meter;
        }, past -> {
            if (now == question) {
                read = past;
                draw();
            }
        }, line -> {
            if (now == question) {
                said.setText(line);
            }
        });
    }

    private static @Nullable Meter first(List<Meter> sorted) {
        return sorted.stream().filter(meter -> meter.id().equals(Meters.MEMORY.id())).findFirst().orElse(null);
    }

    /// Alerts to mark in the chart.
    void alerts(AlertBoard known) {
        board = known;
        mark();
    }

    private void mark() {
        Meter meter = choice.getValue();
        AlertBoard known = board;
        TimePicture picture = drawn.picture;
        if (meter != null && known != null) {
            AlertMarks marks = new AlertMarks(known, meter.id());
            OptionalDouble bound = marks.bound();
            picture = picture.bands(marks.bands(Instant.now())).targets(bound.isPresent()
                    ? List.of(new TimePicture.Level(bound.getAsDouble(), "alert at " + Formats.number(bound.getAsDouble())))
                    : List.of());
        }
        chart.show(picture);
    }

    /// Draws what is known; nothing while the chosen meter's past is not read yet.
    void draw() {
        NodeViewModel shown = node;
        Meter meter = choice.getValue();
        if (shown == null || meter == null || !meter.equals(read) || drawing) {
            return;
        }
        drawing = true;
        Instant now = Instant.now();
        FrameHistory kept = history;
        List<Event> events = shown.facts().get().map(Facts::events).orElse(List.of());
        calls.call(() -> drawn(kept.last(range, now), now, events, meter, range), made -> {
            drawing = false;
            if (meter.equals(read)) {
                drawn = made;
                mark();
                said.setText(made.said);
            }
        }, line -> {
            drawing = false;
            said.setText(line);
        });
    }

    private static Drawn drawn(List<Frame> frames, Instant now, List<Event> events, Meter meter, Duration range) {
        Map<Series, Integer> series = new TreeMap<>();
        for (Frame frame : frames) {
            frame.readings().ofMeter(meter.id()).forEach(one -> series.putIfAbsent(one.getKey(), 0));
        }
        List<Line> lines = new ArrayList<>();
        for (Series one : series.keySet().stream().limit(MOST_SERIES).toList()) {
            lines.add(line(one, lines.size(), frames));
        }
        String what = switch (meter.kind()) {
            case GAUGE -> meter.unit();
            case COUNTER -> meter.unit() + " per second";
            case DISTRIBUTION -> "p95, " + meter.unit();
        };
        String held = series.isEmpty()
                ? "not read in this range"
                : series.size() + " series" + (series.size() > MOST_SERIES
                        ? ", the first "
                                + MOST_SERIES + " drawn"
                        : "");
        String unit = meter.kind() == MeterKind.COUNTER ? meter.unit() + "/s" : Formats.shortUnit(meter.unit());
        return new Drawn(TimePicture.of(now.minus(range).toEpochMilli(), now.toEpochMilli(), unit, lines).events(events),
                what + " · " + held + " · " + meter.help());
    }

    private static Line line(Series series, int index, List<Frame> frames) {
        String name = series.labels().isEmpty() ? series.meter() : String.join(", ", series.labels());
        return FrameHistory.line(name, SeriesColor.of(index), Line.Style.LINE, frames, frames,
                frame -> switch (frame.reading(series)) {
                    case Reading.Gauge gauge -> gauge.mean();
                    case Reading.Counter(double growth) -> growth / frame.seconds();
                    case Reading.Distribution distribution -> distribution.values().percentile(95);
                    case null -> Double.NaN;
                });
    }
}
