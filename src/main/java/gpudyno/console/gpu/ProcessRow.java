package gpudyno.console.gpu;

import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    /// The processes of a moment that is over.
    static List<ProcessRow> past(List<ProcessUse> used, List<GpuDevice> devices, double total) {
        List<ProcessRow> rows = new ArrayList<>();
        for (ProcessUse use : used) {
            devices.stream().filter(device -> device.id().equals(use.device())).findFirst().ifPresent(device -> {
                double memory = mean(use.memoryBytes());
                rows.add(new ProcessRow(device.id(), instance(device), use.pid(), Objects.requireNonNullElse(use.command(), ""),
                        Objects.requireNonNullElse(use.user(), ""), GpuProcess.Kind.UNKNOWN, memory, 100 * memory / total,
                        mean(use.utilization()), Double.NaN));
            });
        }
        return rows;
    }

    private static double mean(ProcessUse.@Nullable Level level) {
        return level == null ? Double.NaN : level.mean();
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
