package gpudyno.console.gpu;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.memory.Held;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.memory.Pressure;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MemoryMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.node.MemoryCare;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.layout.VBox;

/// A node without a GPU: where one was looked for, why none was found, and how the memory of the host stands.
final class NoGpuPanel extends VBox {
    private static final String HOST = "host";

    private final VBox sources = new VBox(10);
    private final Chip pressure = new Chip(Status.NEUTRAL, "");
    private final MeterBar bar = new MeterBar().thick();
    private final KeyValueRow used = new KeyValueRow("Resident set of the node's process", Formats.NONE);
    private final KeyValueRow free = new KeyValueRow("Free of the node's memory budget", Formats.NONE);
    private final KeyValueRow reserved = new KeyValueRow("Reserved by its backend", Formats.NONE);
    private final KeyValueRow fragmentation = new KeyValueRow("Fragmentation: reserved and not in use", Formats.NONE);
    private final KeyValueRow heap = new KeyValueRow("Java heap", Formats.NONE);
    private List<SourceState> shown = List.of();

    NoGpuPanel(TrimRow trim) {
        super(12);
        Panel missing = new Panel("No GPU was found", sources).subtitle("the node works without one");
        Panel host = new Panel("Host memory", new VBox(8, bar, used, free, reserved, fragmentation, heap, new Separator(), trim))
                .subtitle("of the node's process").trailing(pressure);
        getChildren().addAll(missing, host);
    }

    void show(List<SourceState> looked, Optional<Frame> latest, Optional<MemoryCare.Board> memory) {
        if (!looked.equals(shown) || sources.getChildren().isEmpty()) {
            shown = looked;
            sources.getChildren().setAll(looked.isEmpty()
                    ? List.of(Labels.muted("The node has not looked for one yet."))
                    : looked.stream().map(NoGpuPanel::row).toList());
        }
        double percent = latest.map(frame -> frame.gauge(Meters.MEMORY.series(HOST))).orElse(Double.NaN);
        boolean known = !Double.isNaN(percent);
        pressure.setVisible(known);
        if (known) {
            Pressure now = Pressure.of(percent);
            pressure.show(PressureWords.status(now), "Pressure " + now.title());
        }
        bar.show(known ? percent / 100 : 0, known ? PressureWords.bar(percent) : Status.NEUTRAL);
        Optional<MemoryProfile> profile = memory.flatMap(
                told -> told.profiles().stream().filter(one -> one.device().equals(HOST)).findFirst());
        double total = profile.map(one -> (double) one.total()).orElse(Double.NaN);
        used.value(known
                ? Formats.number(percent, 0) + " %" + (Double.isNaN(total) ? "" : ", " + Formats.bytes(total * percent / 100))
                : Formats.NONE);
        free.value(Formats.bytes(total * (1 - percent / 100)).toString());
        Optional<Held> held = profile.flatMap(one -> Optional.ofNullable(one.backend()));
        double kept = gauge(latest, MemoryMeters.RESERVED);
        reserved.value(!Double.isNaN(kept)
                ? Formats.bytes(kept).toString()
                : held.map(one -> one.source() == Held.Source.RESIDENT_SET ? "not told apart" : Formats.bytes(one.reserved()).toString())
                        .orElse(Formats.NONE));
        double scattered = gauge(latest, MemoryMeters.FRAGMENTATION);
        fragmentation.value(Double.isNaN(scattered) ? Formats.NONE : Formats.number(scattered, 0) + " %");
        heap.value(Formats.bytes(latest.map(frame -> frame.gauge(Meters.HEAP.id())).orElse(Double.NaN)).toString());
    }

    private static double gauge(Optional<Frame> latest, Meter meter) {
        return latest.map(frame -> frame.gauge(meter.series(HOST))).orElse(Double.NaN);
    }

    private static VBox row(SourceState source) {
        Label why = Labels.muted(source.found());
        why.setWrapText(true);
        Label name = Labels.strong(source.name());
        VBox row = new VBox(2, name, why);
        row.setAccessibleText(source.name() + ": " + source.found());
        return row;
    }
}
