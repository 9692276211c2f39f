package gpudyno.console.gpu;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meters;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// A node without a GPU: where one was looked for, why none was found, and what of the host's memory is known.
final class NoGpuPanel extends VBox {
    private final VBox sources = new VBox(10);
    private final KeyValueRow share = new KeyValueRow("Resident set of the node's process", Formats.NONE);
    private final MeterBar bar = new MeterBar().thick();
    private final KeyValueRow heap = new KeyValueRow("Java heap, a part of it", Formats.NONE);
    private List<SourceState> shown = List.of();

    NoGpuPanel() {
        super(12);
        Panel missing = new Panel("No GPU was found", sources).subtitle("the node works without one");
        Panel host = new Panel("Host memory", new VBox(8, share, bar, heap)).subtitle("share of the node's memory budget");
        getChildren().addAll(missing, host);
    }

    void show(List<SourceState> looked, Optional<Frame> latest) {
        if (!looked.equals(shown) || sources.getChildren().isEmpty()) {
            shown = looked;
            sources.getChildren().setAll(looked.isEmpty()
                    ? List.of(Labels.muted("The node has not looked for one yet."))
                    : looked.stream().map(NoGpuPanel::row).toList());
        }
        double used = latest.map(frame -> frame.gauge(Meters.MEMORY.series("host"))).orElse(Double.NaN);
        share.value(Double.isNaN(used) ? Formats.NONE : Formats.number(used, 0) + " %");
        bar.show(Double.isNaN(used) ? 0 : used / 100, PressureWords.bar(used));
        heap.value(Formats.bytes(latest.map(frame -> frame.gauge(Meters.HEAP.id())).orElse(Double.NaN)).toString());
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
