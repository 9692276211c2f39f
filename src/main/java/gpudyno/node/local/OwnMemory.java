package gpudyno.node.local;

import gpudyno.gpu.HostMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Series;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether memory that this process needs is so full that its next allocation may fail.
///
/// A trial changes what this process holds. What another process holds is no reason to stop, unless both share a device: then this one's
/// allocations fail, whoever filled it. A device that this process does not use can be as full as it likes.
final class OwnMemory {
    private OwnMemory() {
    }

    /// Which memory is fuller than a bound, and who holds most of it; empty where this process has room.
    ///
    /// @param pid of this process
    static Optional<String> full(Frame frame, long pid, double percent) {
        List<Series> processes = frame.readings().ofMeter(GpuMeters.PROCESS_MEMORY.id()).stream().map(Map.Entry::getKey).toList();
        List<String> used = processes.stream().filter(series -> pid(series) == pid).map(series -> series.labels().getFirst()).distinct()
                .toList();
        for (String device : used) {
            if (frame.gauge(Meters.MEMORY.series(device)) > percent) {
                return Optional.of("memory of " + device + " above " + (int) percent + " %" + holder(frame, processes, device, pid));
            }
        }
        // The resident set counts on machines without GPUs and on those whose GPUs serve others.
        boolean host = used.isEmpty() && 100 * frame.gauge(Meters.RESIDENT.id()) / HostMeters.MEMORY_BUDGET_BYTES > percent;
        return host ? Optional.of("memory above " + (int) percent + " %") : Optional.empty();
    }

    private static String holder(Frame frame, List<Series> processes, String device, long own) {
        return processes.stream().filter(series -> series.labels().getFirst().equals(device))
                .max(Comparator.comparingDouble(frame::gauge)).filter(series -> pid(series) != own)
                .map(series -> ", most of it held by process " + pid(series) + words(series)).orElse("");
    }

    private static String words(Series series) {
        String command = series.labels().get(2);
        return command.isEmpty() ? "" : " (" + command + ")";
    }

    private static long pid(Series series) {
        return Long.parseLong(series.labels().get(1));
    }
}
