package gpudyno.console.alerts;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Expectation;
import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Watched;
import gpudyno.node.Foresight;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// A watched meter over the last hour: what it read, what was expected, where it was unusual, and what comes next; its score below.
final class AnomalyTimeline extends VBox {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());
    private static final Duration PAST = Duration.ofHours(1);
    /// How much of the future is drawn, of the past that is.
    private static final double AHEAD = 0.35;
    private static final double THRESHOLD = 0.8;

    private final NodeCalls calls;
    private final Crosshair crosshair = new Crosshair();
    private final TimeChart chart = new TimeChart(crosshair);
    private final TimeChart scores = new TimeChart(crosshair);
    private final ComboBox<Watched> choice = new ComboBox<>();
    private final Label said = Labels.caption("");
    private final HBox last = new HBox(8);
    private final Consumer<Anomaly> expected;
    private @Nullable Node node;
    private Optional<Foresight.Board> board = Optional.empty();
    private Duration range = PAST;
    private long question;

    /// @param expected is told which anomaly was to be expected
    AnomalyTimeline(NodeCalls calls, Consumer<Anomaly> expected) {
        super(6);
        this.calls = calls;
        this.expected = expected;
        choice.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Watched meter) {
                return meter == null ? "" : meter.title();
            }

            @Override
            public @Nullable Watched fromString(String title) {
                return null;
            }
        });
        choice.setPrefWidth(190);
        choice.setAccessibleText("Watched meter to draw");
        choice.valueProperty().subscribe(_ -> read());
        HBox head = new HBox(8, choice, said);
        head.setAlignment(Pos.CENTER_LEFT);
        last.setAlignment(Pos.CENTER_LEFT);
        scores.setMinHeight(74);
        scores.setPrefHeight(74);
        scores.setMaxHeight(74);
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren().addAll(head, chart, scores, last);
    }

    /// @param length of the past that is drawn, at most an hour
    void show(Node shown, Duration length) {
        boolean other = !shown.equals(node);
        node = shown;
        range = length.compareTo(PAST) > 0 ? PAST : length;
        if (other) {
            choice.getItems().clear();
        }
        readMeters();
    }

    private void readMeters() {
        Node asked = node;
        if (asked != null) {
            calls.call(asked.foresight()::watched, this::offer, said::setText);
        }
    }

    private void offer(List<Watched> meters) {
        Watched chosen = choice.getValue();
        String id = chosen == null ? "" : chosen.meter();
        if (!meters.stream().map(Watched::meter).toList().equals(choice.getItems().stream().map(Watched::meter).toList())) {
            choice.getItems().setAll(meters);
            choice.setValue(meters.stream().filter(one -> one.meter().equals(id)).findFirst()
                    .or(() -> meters.stream().filter(one -> one.meter().startsWith("latency.p95")).findFirst())
                    .orElse(meters.isEmpty() ? null : meters.getFirst()));
        } else {
            read();
        }
    }

    /// What the node has told; new forecasts come every ten seconds, and with them a new point of the course.
    void show(Foresight.Board told) {
        board = Optional.of(told);
        showLast(told);
        if (choice.getItems().isEmpty()) {
            readMeters();
        } else {
            read();
        }
    }

    /// Draws a meter, if it is watched.
    void choose(String meter) {
        choice.getItems().stream().filter(one -> one.meter().equals(meter)).findFirst().ifPresent(choice::setValue);
    }

    private void showLast(Foresight.Board told) {
        Foresight.Feedback feedback = told.feedback();
        Label counts = Labels.caption(feedback.told() + " in 7 days, " + feedback.expected() + " expected");
        counts.setMinWidth(USE_PREF_SIZE);
        Optional<Anomaly> newest = told.anomalies().stream().filter(one -> !one.expected()).findFirst();
        if (newest.isEmpty()) {
            last.getChildren().setAll(counts);
            return;
        }
        Anomaly anomaly = newest.get();
        Label words = Labels.plain(CLOCK.format(anomaly.from()) + " " + anomaly.kind().title() + ": " + anomaly.sentence());
        words.setMinWidth(0);
        var button = Buttons.plain("Expected", () -> expected.accept(anomaly));
        last.getChildren().setAll(words, button.small(), Labels.spacer(), counts);
    }

    private void read() {
        Node asked = node;
        Watched meter = choice.getValue();
        if (asked == null || meter == null) {
            return;
        }
        long now = ++question;
        calls.call(() -> asked.foresight().course(meter.meter()), course -> {
            if (now == question) {
                draw(meter, course);
            }
        }, said::setText);
    }

    private void draw(Watched meter, List<Expectation> all) {
        Instant now = all.isEmpty() ? Instant.now() : all.getLast().at();
        Instant from = now.minus(range);
        List<Expectation> course = all.stream().filter(point -> !point.at().isBefore(from)).toList();
        long to = now.plusMillis(Math.round(range.toMillis() * AHEAD)).toEpochMilli();
        long[] times = course.stream().mapToLong(point -> point.at().toEpochMilli()).toArray();
        double[] values = course.stream().mapToDouble(Expectation::value).toArray();
        List<Line> lines = new ArrayList<>(List.of(line("actual", SeriesColor.ACTUAL, Line.Style.LINE, times, values)));
        List<TimePicture.Overlay> overlays = new ArrayList<>(List.of(new TimePicture.Range("expected", SeriesColor.ACTUAL, times,
                course.stream().mapToDouble(Expectation::low).toArray(), course.stream().mapToDouble(Expectation::high).toArray())));
        List<Expectation> unusual = course.stream().filter(point -> point.score() >= THRESHOLD).toList();
        overlays.add(new TimePicture.Marks("anomaly", SeriesColor.ERRORS,
                unusual.stream().mapToLong(point -> point.at().toEpochMilli()).toArray(),
                unusual.stream().mapToDouble(Expectation::value).toArray()));
        Optional<Outlook> outlook = outlook(meter);
        outlook.ifPresent(one -> addCone(one, to, lines, overlays));
        List<TimePicture.Level> levels = outlook.map(Outlook::reach).map(reach -> List.of(new TimePicture.Level(reach.threshold(),
                Formats.number(reach.threshold()) + " " + Formats.shortUnit(meter.unit()) + " at "
                        + CLOCK.format(now.plus(reach.expected())) + " (" + CLOCK.format(now.plus(reach.earliest())) + " – "
                        + (reach.latest() == null ? "later" : CLOCK.format(now.plus(reach.latest()))) + ")")))
                .orElse(List.of());
        Optional<TimePicture.Now> edge = Optional.of(new TimePicture.Now(now.toEpochMilli(), "now " + CLOCK.format(now)));
        chart.show(TimePicture.of(from.toEpochMilli(), to, Formats.shortUnit(meter.unit()), lines).overlays(overlays).targets(levels)
                .now(edge));
        scores.show(TimePicture.of(from.toEpochMilli(), to, "", List.of(line("score", SeriesColor.ERRORS, Line.Style.AREA, times,
                course.stream().mapToDouble(Expectation::score).toArray()))).atLeast(1)
                .targets(List.of(new TimePicture.Level(THRESHOLD, "anomaly score")))
                .now(edge.map(one -> new TimePicture.Now(one.moment(), ""))));
        said.setText(words(meter, outlook));
    }

    private static Line line(String name, SeriesColor color, Line.Style style, long[] times, double[] values) {
        long[] lengths = new long[times.length];
        Arrays.fill(lengths, 10_000);
        return new Line(name, color, style, times, lengths, values);
    }

    /// A forecast of the meter itself; of memory the busiest device's.
    private Optional<Outlook> outlook(Watched meter) {
        String id = meter.meter().startsWith("memory.percent") ? "memory.percent" : meter.meter();
        return board.flatMap(told -> told.outlooks().stream().filter(one -> one.meter().equals(id)).findFirst());
    }

    private static void addCone(Outlook outlook, long to, List<Line> lines, List<TimePicture.Overlay> overlays) {
        long now = outlook.at().toEpochMilli();
        List<Outlook.Ahead> ahead = outlook.ahead();
        long[] times = new long[ahead.size() + 1];
        double[][] bounds = new double[5][times.length];
        times[0] = now;
        for (double[] bound : bounds) {
            bound[0] = outlook.now();
        }
        for (int i = 0; i < ahead.size(); i++) {
            Outlook.Ahead one = ahead.get(i);
            times[i + 1] = now + one.horizon().toMillis();
            double[] values = {one.low95(), one.low80(), one.value(), one.high80(), one.high95()};
            for (int k = 0; k < values.length; k++) {
                bounds[k][i + 1] = values[k];
            }
        }
        int held = 1;
        while (held < times.length && times[held - 1] < to) {
            held++;
        }
        long[] drawn = Arrays.copyOf(times, held);
        double[][] cut = new double[5][];
        for (int k = 0; k < bounds.length; k++) {
            cut[k] = Arrays.copyOf(bounds[k], held);
        }
        overlays.add(new TimePicture.Range("forecast, 95 %", SeriesColor.FORECAST, drawn, cut[0], cut[4]));
        overlays.add(new TimePicture.Range("forecast, 80 %", SeriesColor.FORECAST, drawn, cut[1], cut[3]));
        lines.add(new Line("forecast", SeriesColor.FORECAST, Line.Style.DASHED, drawn, lengths(drawn), cut[2]));
    }

    /// No gap lies between two horizons.
    private static long[] lengths(long[] times) {
        long[] lengths = new long[times.length];
        for (int i = 0; i < times.length; i++) {
            lengths[i] = i == 0 ? 1000 : times[i] - times[i - 1];
        }
        return lengths;
    }

    private static String words(Watched meter, Optional<Outlook> outlook) {
        if (meter.learning()) {
            return "still learning what is usual";
        }
        return outlook.flatMap(one -> one.ahead().stream().filter(ahead -> ahead.pastError() != null).findFirst())
                .map(ahead -> "forecasts for " + Formats.span(ahead.horizon()) + " off by "
                        + Formats.number(100 * Objects.requireNonNull(ahead.pastError())) + " % lately")
                .orElse("");
    }
}
