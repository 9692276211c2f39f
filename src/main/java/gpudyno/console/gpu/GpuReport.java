package gpudyno.console.gpu;

import gpudyno.console.kit.DeviceWords;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.MeterCard;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Series;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// A device and its figures as text, for a ticket or a chat.
final class GpuReport {
    private GpuReport() {
    }

    /// @param node what the node is called
    static String text(String node, Picture picture, List<ProcessRow> processes, List<GpuDevice> all) {
        GpuDevice device = picture.device();
        StringBuilder text = new StringBuilder();
        line(text, DeviceWords.title(device, all) + " of " + node + ", " + device.name() + ", " + device.id());
        line(text, "state: " + picture.state().health().name().toLowerCase(Locale.ROOT)
                + (picture.state().reason().isEmpty() ? "" : ", " + picture.state().reason()));
        line(text, "figures of " + picture.figures().at() + (picture.stale() ? ", " + Formats.ago(picture.age()) : ""));
        device.facts().forEach((fact, value) -> line(text, fact.name().toLowerCase(Locale.ROOT) + ": " + value));
        device.limits().forEach((limit, value) -> line(text, "limit " + limit.name().toLowerCase(Locale.ROOT) + ": " + Formats.plain(value)
                + " " + limit.unit()));
        Map<String, Double> figures = new TreeMap<>();
        picture.figures().values().forEach((series, value) -> figures.put(name(series), value));
        for (Meter meter : GpuMeters.all()) {
            if (meter.equals(GpuMeters.PROCESS_MEMORY) || meter.equals(GpuMeters.PROCESS_UTILIZATION)) {
                continue;
            }
            List<Map.Entry<String, Double>> read = figures.entrySet().stream()
                    .filter(entry -> entry.getKey().equals(meter.id()) || entry.getKey().startsWith(meter.id() + " ")).toList();
            if (read.isEmpty() && meter.labelNames().size() == 1) {
                line(text, meter.id() + ": " + MeterCard.ABSENT);
            }
            read.forEach(entry -> line(text, entry.getKey() + ": " + Formats.quantity(entry.getValue(), meter.unit())));
        }
        processes.forEach(row -> line(text, "process " + row.pid() + " " + row.name() + (row.user().isEmpty() ? "" : ", " + row.user())
                + ", " + Formats.bytes(row.memory()) + (row.instance().isEmpty() ? "" : ", " + row.instance())));
        picture.maxima().forEach(one -> line(text,
                "greatest " + one.meter().id() + ": " + Formats.quantity(one.value(), one.meter().unit()) + " at " + one.at()));
        return text.toString();
    }

    private static String name(Series series) {
        return (series.meter() + " " + String.join(" ", series.labels().subList(1, series.labels().size()))).strip();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
