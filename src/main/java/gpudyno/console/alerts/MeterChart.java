package gpudyno.console.alerts;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
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
    private final TimeChart chart = new TimeChart("", new Crosshair());
    private final ComboBox<Meter> choice = new ComboBox<>();
    private final Label said = Labels.caption("");
    /// By their start; guarded by itself: the stream's thread adds, the screen's reads.
    private final TreeMap<Instant, Frame> frames = new TreeMap<>();
    private Subscription listening = Subscription.EMPTY;
    private @Nullable NodeViewModel node;
    /// Whose past is read.
    private @Nullable Meter drawn;
    private @Nullable AlertBoard board;
    private Duration range = Duration.ofMinutes(5);
    private long question;
    private boolean drawing;

    /// Lines with what is to be said of them.
    private record Drawn(long from, long to, List<Line> lines, List<Event> events, String said) {}

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
        listening = shown.onFrame(frame -> {
            synchronized (frames) {
                frames.put(frame.start(), frame);
            }
        });
        calls.call(shown.node().frames()::meters, meters -> {
            List<Meter> sorted = meters.stream().sorted(Comparator.comparing(Meter::id)).toList();
            if (!sorted.equals(choice.getItems())) {
                Meter chosen = choice.getValue();
                choice.getItems().setAll(sorted);
                choice.setValue(chosen != null && sorted.contains(chosen) ? chosen : first(sorted));
            }
            read();
        }, said::setText);
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
        Instant until = Instant.now();
        Duration resolution = Duration.ofSeconds(range.compareTo(Duration.ofMinutes(5)) <= 0 ? 1 : 10);
        calls.call(() -> asked.node().frames().history(until.minus(range), until, resolution, Set.of(meter.id())), past -> {
            if (now == question) {
                synchronized (frames) {
                    frames.clear();
                    past.forEach(frame -> frames.put(frame.start(), frame));
                    // Last, so that what both hold is held once.
                    asked.live().forEach(frame -> frames.put(frame.start(), frame));
                }
                drawn = meter;
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
        if (meter == null || known == null) {
            return;
        }
        AlertMarks marks = new AlertMarks(known, meter.id());
        OptionalDouble bound = marks.bound();
        chart.bands(marks.bands(Instant.now()));
        chart.target(bound.orElse(Double.NaN), bound.isPresent() ? "alert at " + Formats.number(bound.getAsDouble()) : "");
    }

    /// Draws what is known; nothing while the chosen meter's past is not read yet.
    void draw() {
        NodeViewModel shown = node;
        Meter meter = choice.getValue();
        if (shown == null || meter == null || !meter.equals(drawn) || drawing) {
            return;
        }
        drawing = true;
        Instant now = Instant.now();
        List<Frame> kept;
        synchronized (frames) {
            frames.headMap(now.minus(range)).clear();
            kept = List.copyOf(frames.values());
        }
        List<Event> events = shown.facts().get().map(Facts::events).orElse(List.of());
        calls.call(() -> drawn(kept, now, events, meter, range), made -> {
            drawing = false;
            mark();
            chart.events(made.events);
            chart.show(made.from, made.to, made.lines);
            said.setText(made.said);
        }, line -> {
            drawing = false;
            said.setText(line);
        });
    }

    private static Drawn drawn(List<Frame> frames, Instant now, List<Event> events, Meter meter, Duration range) {
        Map<Series, Integer> series = new TreeMap<>();
        for (Frame frame : frames) {
            frame.readings().keySet().stream().filter(one -> one.meter().equals(meter.id())).forEach(one -> series.putIfAbsent(one, 0));
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
        return new Drawn(now.minus(range).toEpochMilli(), now.toEpochMilli(), lines, events,
                what + " · " + held + " · " + meter.help());
    }

    private static Line line(Series series, int color, List<Frame> frames) {
        long[] times = new long[frames.size()];
        long[] lengths = new long[frames.size()];
        double[] values = new double[frames.size()];
        for (int i = 0; i < times.length; i++) {
            Frame frame = frames.get(i);
            times[i] = frame.end().toEpochMilli();
            lengths[i] = frame.length().toMillis();
            values[i] = switch (frame.reading(series)) {
                case Reading.Gauge gauge -> gauge.mean();
                case Reading.Counter(double growth) -> growth / frame.seconds();
                case Reading.Distribution distribution -> distribution.values().percentile(95);
                case null -> Double.NaN;
            };
        }
        String name = series.labels().isEmpty() ? series.meter() : String.join(", ", series.labels());
        return new Line(name, color, Line.Style.LINE, times, lengths, values);
    }
}
