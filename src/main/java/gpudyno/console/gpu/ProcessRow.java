package gpudyno.console.gpu;

import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A process on a device with its figures at a moment.
///
/// @param instance what the instance is called that it uses; empty for a whole GPU
/// @param user empty where nobody tells
/// @param memory bytes of the device; NaN where the driver does not tell
/// @param share of the device's memory, percent; NaN where it is not known
/// @param utilization percent; NaN where the driver does not tell
/// @param uptime seconds; NaN where nobody tells when it began
record ProcessRow(String device, String instance, long pid, String name, String user, GpuProcess.Kind kind, double memory, double share,
        double utilization, double uptime) {

    /// The processes of the present: who they are was told, their figures are in the frame.
    ///
    /// @param devices the chosen device and the instances it is cut into
    /// @param total memory of the chosen device in bytes; NaN where it is not known
    static List<ProcessRow> present(List<GpuProcess> told, List<GpuDevice> devices, double total, Frame frame) {
        List<ProcessRow> rows = new ArrayList<>();
        for (GpuProcess process : told) {
            devices.stream().filter(device -> device.id().equals(process.device())).findFirst().ifPresent(device -> {
                String command = Objects.requireNonNullElse(process.command(), "");
                String[] labels = {process.device(), String.valueOf(process.pid()), command};
                double memory = frame.gauge(GpuMeters.PROCESS_MEMORY.series(labels));
                rows.add(new ProcessRow(process.device(), instance(device), process.pid(), command,
                        Objects.requireNonNullElse(process.user(), ""), process.kind(), memory, 100 * memory / total,
                        frame.gauge(GpuMeters.PROCESS_UTILIZATION.series(labels)), uptime(process.started(), frame.end())));
            });
        }
        return rows;
    }

    /// The processes of a moment that is over, as far as the frame tells of them: who ran them it does not.
    static List<ProcessRow> past(List<GpuDevice> devices, double total, Frame frame) {
        Map<List<String>, double[]> figures = new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        for (boolean memory : new boolean[]{true, false}) {
            String meter = (memory ? GpuMeters.PROCESS_MEMORY : GpuMeters.PROCESS_UTILIZATION).id();
            for (var entry : frame.readings().ofMeter(meter)) {
                Series series = entry.getKey();
                figures.computeIfAbsent(series.labels(), _ -> new double[]{Double.NaN, Double.NaN})[memory ? 0 : 1] = frame.gauge(series);
            }
        }
        List<ProcessRow> rows = new ArrayList<>();
        figures.forEach((labels, values) -> devices.stream().filter(device -> device.id().equals(labels.getFirst())).findFirst()
                .ifPresent(device -> rows.add(new ProcessRow(device.id(), instance(device), Long.parseLong(labels.get(1)), labels.get(2),
                        "", GpuProcess.Kind.UNKNOWN, values[0], 100 * values[0] / total, values[1], Double.NaN))));
        return rows;
    }

    private static double uptime(@Nullable Instant started, Instant at) {
        return started == null ? Double.NaN : Math.max(0, Duration.between(started, at).toSeconds());
    }

    private static String instance(GpuDevice device) {
        return device.isInstance() ? "MIG " + device.index() : "";
    }

    String type() {
        return switch (kind) {
            case COMPUTE -> "compute";
            case GRAPHICS -> "graphics";
            case COMPUTE_AND_GRAPHICS -> "compute, graphics";
            case UNKNOWN -> "";
        };
    }
}
