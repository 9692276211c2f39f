package gpudyno.console.gpu;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.LaneChart;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.kit.Banner;
import gpudyno.console.kit.DeviceWords;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.InlineError;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.LegendEntry.Mark;
import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.MemoryMeters;
import gpudyno.model.node.Event;
import gpudyno.node.MemoryCare;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The page's panels, and what they show of a [Picture].
final class GpuView extends StackPane {
    private final Crosshair crosshair = new Crosshair();
    private final PeriodBar period;
    private final DeviceTiles tiles;
    private final DeviceStrip strip;
    private final Banner unheard = new Banner(Status.WARNING, Feather.ALERT_TRIANGLE, "");
    private final FigureCards cards = new FigureCards();
    private final MemoryCard memory = new MemoryCard();
    private final ThrottleCard throttle = new ThrottleCard();
    private final TimeChart timeline = new TimeChart(crosshair);
    private final LaneChart reasons = new LaneChart(crosshair);
    private final Panel timelinePanel = new Panel("Memory timeline", timeline);
    private final Panel reasonPanel = new Panel("Throttle timeline");
    private final ProcessPanel processes;
    private final ControlsPanel controls;
    private final MeterPanel meter;
    private final CausePanel causes = new CausePanel();
    private final MaximaPanel maxima = new MaximaPanel();
    private final TrimRow trim;
    private final TrimRow hostTrim;
    private final NoGpuPanel none;
    private final LegendEntry used = new LegendEntry(Mark.LINE, SeriesColor.ACTUAL, "used");
    private final LegendEntry held = new LegendEntry(Mark.LINE, SeriesColor.RESERVED, "with driver");
    private final LegendEntry node = new LegendEntry(Mark.LINE, SeriesColor.EXTREME, "node reserves");
    private final Region layout;
    private final PageScroll empty;

    /// What can be done on the page.
    ///
    /// @param period takes what is opened
    /// @param device takes the id of the device that is chosen
    record Uses(Consumer<Period> period, Consumer<String> device, Runnable copyReport, ControlsPanel.Uses controls,
            ProcessPanel.Ending ending, TrimRow.Trimming trim) {}

    /// What is shown at one moment.
    ///
    /// @param latest frame of the node, for the tiles of all devices
    record Shown(Picture picture, List<DeviceState> devices, List<ProcessRow> processes, Optional<Frame> latest, List<Event> events,
            Optional<MemoryCare.Board> memory) {
        List<GpuDevice> all() {
            return devices.stream().map(DeviceState::device).toList();
        }
    }

    GpuView(Uses uses, NodeCalls calls) {
        period = new PeriodBar(uses.period);
        tiles = new DeviceTiles(uses.device);
        strip = new DeviceStrip(uses.copyReport);
        processes = new ProcessPanel(uses.ending);
        trim = new TrimRow(uses.trim);
        hostTrim = new TrimRow(uses.trim);
        none = new NoGpuPanel(hostTrim);
        controls = new ControlsPanel(uses.controls, trim);
        meter = new MeterPanel(calls, crosshair);
        unheard.tell("");
        timelinePanel.subtitle("pressure at 70, 85, 95 %").trailing(held, used, node);
        reasonPanel.subtitle("share of each moment").content(reasons);
        List<Region> second = new ArrayList<>(cards.others());
        second.add(throttle.card());
        layout = new GpuLayout(new GpuLayout.Parts(List.of(period, tiles, new VBox(strip, unheard)),
                List.of(cards.utilization(), memory.card(), cards.power()), second,
                List.of(new GpuLayout.Sized(timelinePanel, 272, true), new GpuLayout.Sized(processes.panel(), 236, false),
                        new GpuLayout.Sized(reasonPanel, 170, false), new GpuLayout.Sized(meter.panel(), 200, false)),
                List.of(controls.panel(), causes.panel(), maxima.panel())));
        VBox page = new VBox(none);
        page.getStyleClass().add("page");
        empty = new PageScroll(page);
        getChildren().add(new EmptyState("The node has not told of its GPUs yet."));
    }

    MeterPanel meter() {
        return meter;
    }

    /// @param reason why nothing can be done now; empty while it can
    void away(String reason) {
        controls.away(reason);
        trim.away(reason);
        hostTrim.away(reason);
    }

    ControlsPanel controls() {
        return controls;
    }

    CausePanel causes() {
        return causes;
    }

    PeriodBar period() {
        return period;
    }

    void showUnknown() {
        put(new EmptyState("The node has not told of its GPUs yet."));
    }

    /// A node without GPUs.
    void showNone(List<SourceState> sources, Optional<Frame> latest, Optional<MemoryCare.Board> memory) {
        none.show(sources, latest, memory);
        hostTrim.show("host", "the host", memory, latest);
        put(empty);
    }

    private void put(Region content) {
        if (!getChildren().getFirst().equals(content)) {
            getChildren().setAll(content);
        }
    }

    void show(Shown shown) {
        put(layout);
        Picture picture = shown.picture;
        tiles.show(shown.devices, shown.latest, picture.device().id());
        strip.show(picture, shown.all());
        unheard.tell(unheard(picture));
        cards.show(picture);
        memory.show(picture);
        trim.show(picture.device().id(), DeviceWords.place(picture.device(), shown.all()), shown.memory, shown.latest);
        throttle.show(picture);
        long from = picture.from().toEpochMilli();
        long to = picture.to().toEpochMilli();
        timeline.show(TimePicture.of(from, to, "%", picture.memory()).atLeast(100).overlays(PressureWords.zones()).events(shown.events));
        double taken = picture.figures().of(GpuMeters.MEMORY_USED).orElse(Double.NaN);
        double kept = picture.figures().of(GpuMeters.MEMORY_RESERVED).orElse(Double.NaN);
        used.value(Double.isNaN(taken) ? Formats.NONE : Formats.bytes(taken).toString());
        held.value(Double.isNaN(kept) ? Formats.NONE : Formats.bytes(taken + kept).toString());
        double reserved = picture.figures().of(MemoryMeters.RESERVED).orElse(Double.NaN);
        node.setVisible(!Double.isNaN(reserved));
        node.setManaged(!Double.isNaN(reserved));
        node.value(Double.isNaN(reserved) ? "" : Formats.bytes(reserved).toString());
        if (picture.lanes().isEmpty()) {
            reasonPanel.content(new EmptyState("The driver of this device does not tell why its clocks are low."));
        } else {
            reasons.events(shown.events);
            reasons.show(from, to, picture.lanes());
            reasonPanel.content(reasons);
        }
        OptionalDouble total = picture.total();
        processes.show(shown.processes, total.isPresent() ? Formats.bytes(total.getAsDouble()).toString() : "", picture.live());
        maxima.show(picture.maxima());
        meter.offer(picture.figures());
        meter.draw(shown.events);
    }

    /// Why what is shown is old; empty while it is not.
    private static String unheard(Picture picture) {
        DeviceState state = picture.state();
        String old = picture.stale() ? " The figures are " + Formats.span(picture.age()) + " old." : "";
        if (state.health() != Health.ANSWERING) {
            return state.reason() + (state.reason().endsWith(".") ? "" : ".") + old;
        }
        if (picture.stale()) {
            return "Nothing comes from this device." + old;
        }
        return picture.figures().isEmpty() && !picture.live() ? "Nothing was recorded of this device at that time." : "";
    }

    void failed(String cause, Runnable retry) {
        reasonPanel.content(new InlineError("The node did not answer", cause, cause, retry));
    }
}
