package gpudyno.console.gpu;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.FrameHistory;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.node.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/// Any meter of the device over the period: gauges at their level, counters by their growth per second.
final class MeterPanel {
    /// As many as there are colours.
    private static final int MOST_SERIES = 6;

    private final NodeCalls calls;
    private final TimeChart chart;
    private final ComboBox<Meter> choice = new ComboBox<>();
    private final Panel panel;
    private @Nullable NodeViewModel node;
    private @Nullable Recording recording;
    private Period period = Period.latest(java.time.Duration.ofMinutes(15));
    private String device = "";
    private boolean drawing;
    private boolean filling;

    MeterPanel(NodeCalls calls, Crosshair crosshair) {
        this.calls = calls;
        chart = new TimeChart(crosshair);
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
        choice.setPrefWidth(220);
        choice.setAccessibleText("Meter to draw");
        choice.valueProperty().subscribe(_ -> {
            if (!filling) {
                reopen();
            }
        });
        panel = new Panel("Meter", chart).trailing(choice);
    }

    Panel panel() {
        return panel;
    }

    void show(NodeViewModel shown, Period opened, String chosen) {
        node = shown;
        period = opened;
        device = chosen;
        reopen();
    }

    void hide() {
        Recording open = recording;
        if (open != null) {
            open.close();
        }
        recording = null;
    }

    /// The meters the device has, by what it read; the chosen one stays where it still has it.
    void offer(Figures figures) {
        Set<String> read = new TreeSet<>(figures.values().keySet().stream().map(Series::meter).toList());
        List<Meter> offered = GpuMeters.all().stream().filter(meter -> read.contains(meter.id())).toList();
        if (offered.isEmpty() || offered.equals(choice.getItems())) {
            return;
        }
        Meter chosen = choice.getValue();
        filling = true;
        choice.getItems().setAll(offered);
        filling = false;
        choice.setValue(chosen != null && offered.contains(chosen)
                ? chosen
                : offered.contains(GpuMeters.POWER) ? GpuMeters.POWER : offered.getFirst());
    }

    private void reopen() {
        hide();
        NodeViewModel asked = node;
        Meter meter = choice.getValue();
        if (asked == null || meter == null) {
            return;
        }
        Recording opened = new Recording(asked, period, Set.of(meter.id()));
        recording = opened;
        opened.listen(() -> {});
        calls.call(() -> {
            opened.read();
            return true;
        }, _ -> draw(List.of()), panel::subtitle);
    }

    /// @param events to mark
    void draw(List<Event> events) {
        Recording open = recording;
        Meter meter = choice.getValue();
        if (open == null || meter == null || drawing) {
            return;
        }
        drawing = true;
        Instant now = Instant.now();
        String shown = device;
        Period drawn = period;
        calls.call(() -> picture(open.frames(now), meter, shown, drawn, now).events(events), picture -> {
            drawing = false;
            if (open.equals(recording)) {
                chart.show(picture);
                panel.subtitle(picture.lines().isEmpty() ? "not read in this range" : meter.help());
            }
        }, line -> {
            drawing = false;
            panel.subtitle(line);
        });
    }

    private static TimePicture picture(List<Frame> frames, Meter meter, String device, Period period, Instant now) {
        Set<Series> series = new TreeSet<>();
        for (Frame frame : frames) {
            frame.readings().ofMeter(meter.id()).forEach(entry -> {
                if (entry.getKey().labels().getFirst().equals(device)) {
                    series.add(entry.getKey());
                }
            });
        }
        double scale = meter.unit().startsWith("bytes") ? 1.0 / (1 << 20) : 1;
        List<Line> lines = new ArrayList<>();
        for (Series one : series.stream().limit(MOST_SERIES).toList()) {
            List<String> more = one.labels().subList(1, one.labels().size());
            lines.add(FrameHistory.line(more.isEmpty() ? "value" : String.join(", ", more), SeriesColor.of(lines.size()), Line.Style.LINE,
                    frames, frames, frame -> scale * value(frame, one)));
        }
        String unit = scale == 1 ? Formats.shortUnit(meter.unit()) : meter.unit().replace("bytes", "MiB");
        return TimePicture.of(period.from(now).toEpochMilli(), period.to(now).toEpochMilli(),
                meter.kind() == MeterKind.COUNTER ? unit + "/s" : unit, lines);
    }

    private static double value(Frame frame, Series series) {
        return switch (frame.reading(series)) {
            case Reading.Gauge gauge -> gauge.mean();
            case Reading.Counter(double growth) -> growth / frame.seconds();
            case Reading.Distribution distribution -> distribution.values().mean();
            case null -> Double.NaN;
        };
    }
}
