package gpudyno.node.local;

import gpudyno.model.gpu.GpuProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Processes that came: of the host those that take much of the processor, of GPUs all. It looks when it is asked to, every ten seconds.
final class Newcomers {
    /// A third of a core.
    private static final double BUSY = 0.33;
    private static final int MOST = 3;
    private final long own = ProcessHandle.current().pid();
    private final Map<Long, Duration> before = new HashMap<>();
    private final Map<Long, Busy> busy = new HashMap<>();
    private final Map<String, Instant> onGpus = new HashMap<>();
    private Instant looked = Instant.EPOCH;
    private boolean first = true;

    /// @param since when it began to take much
    private record Busy(String command, Instant since, double cores) {}

    void look(Instant now, List<GpuProcess> gpuProcesses) {
        double seconds = Duration.between(looked, now).toMillis() / 1e3;
        Map<Long, Duration> seen = new HashMap<>();
        ProcessHandle.allProcesses().filter(one -> one.pid() != own).forEach(one -> one.info().totalCpuDuration().ifPresent(taken -> {
            seen.put(one.pid(), taken);
            double cores = first ? 0 : taken.minus(before.getOrDefault(one.pid(), Duration.ZERO)).toMillis() / 1e3 / seconds;
            if (cores >= BUSY) {
                busy.merge(one.pid(), new Busy(one.info().command().map(Newcomers::name).orElse("unknown"), now, cores),
                        (known, fresh) -> new Busy(known.command, known.since, cores));
            } else {
                busy.remove(one.pid());
            }
        }));
        busy.keySet().retainAll(seen.keySet());
        before.clear();
        before.putAll(seen);
        looked = now;
        Map<String, Instant> present = new HashMap<>();
        gpuProcesses.forEach(one -> {
            String line = Objects.requireNonNullElse(one.command(), "process") + " (" + one.pid() + ") uses " + one.device();
            present.put(line, onGpus.getOrDefault(line, first ? Instant.EPOCH : now));
        });
        onGpus.clear();
        onGpus.putAll(present);
        first = false;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// Those that came since, one a line.
    List<String> since(Instant from) {
        List<String> lines = new ArrayList<>();
        busy.entrySet().stream().filter(one -> one.getValue().since.isAfter(from))
                .sorted((one, other) -> Double.compare(other.getValue().cores, one.getValue().cores)).limit(MOST)
                .forEach(one -> lines.add(String.format(Locale.ROOT, "process %s (%d) takes %.1f cores", one.getValue().command,
                        one.getKey(), one.getValue().cores)));
        onGpus.entrySet().stream().filter(one -> one.getValue().isAfter(from)).limit(MOST).forEach(one -> lines.add(one.getKey()));
        return lines;
    }
}
