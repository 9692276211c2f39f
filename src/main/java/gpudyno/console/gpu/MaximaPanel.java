package gpudyno.console.gpu;

import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Panel;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import javafx.scene.layout.VBox;

/// The greatest values seen in the period, with their time.
final class MaximaPanel {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final Map<Meter, String> NAMES = Map.of(GpuMeters.UTILIZATION, "Utilisation", GpuMeters.MEMORY_USED, "Memory",
            GpuMeters.POWER, "Power", GpuMeters.TEMPERATURE, "Temperature", GpuMeters.CLOCK_SM, "SM clock", GpuMeters.CLOCK_GRAPHICS,
            "Graphics clock", GpuMeters.PCIE_RECEIVED, "PCIe received", GpuMeters.PCIE_SENT, "PCIe sent");

    private final Panel panel = new Panel("Observed maxima");
    private final VBox rows = new VBox(4);
    private List<Course.Maximum> shown = List.of();

    MaximaPanel() {
        panel.content(new EmptyState("Nothing was read in this range."));
    }

    Panel panel() {
        return panel;
    }

    void show(List<Course.Maximum> maxima) {
        if (maxima.equals(shown)) {
            return;
        }
        shown = List.copyOf(maxima);
        if (maxima.isEmpty()) {
            panel.content(new EmptyState("Nothing was read in this range."));
            return;
        }
        panel.content(rows);
        rows.getChildren().setAll(maxima.stream().map(one -> new KeyValueRow(
                NAMES.getOrDefault(one.meter(), one.meter().id()) + ", " + CLOCK.format(one.at()), words(one))).toList());
    }

    private static String words(Course.Maximum one) {
        return switch (one.meter().unit()) {
            case "bytes" -> Formats.bytes(one.value()).toString();
            case "bytes/s" -> Formats.glance(one.value() / 1e9) + " GB/s";
            default -> Formats.number(one.value(), 0) + " " + Formats.shortUnit(one.meter().unit());
        };
    }
}
