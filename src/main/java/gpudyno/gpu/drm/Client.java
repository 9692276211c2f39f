package gpudyno.gpu.drm;

import gpudyno.gpu.SysFile;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one open file of a GPU's driver has used, as `/proc/PID/fdinfo/N` tells (`drm-usage-stats.rst`).
///
/// @param card PCI address of the GPU
/// @param id of the client: a process may hold several files of one client, which count once
/// @param memory bytes by region, such as `vram` or `system0`
/// @param engines nanoseconds of work by engine
/// @param cycles of work by engine, where a driver counts cycles
/// @param totalCycles that passed by engine
/// @param capacity how many engines of a name there are; 1 if not told
record Client(String card, long id, Map<String, Double> memory, Map<String, Double> engines, Map<String, Double> cycles,
        Map<String, Double> totalCycles, Map<String, Double> capacity) {
    private static final Pattern KEYED = Pattern
            .compile("drm-(total-cycles|cycles|engine-capacity|engine|resident|memory|total)-(.+)");
    private static final Pattern ENTRY = Pattern.compile("(?m)^(drm-[^:\\s]+):[ \\t]*(\\S+)[ \\t]*(\\w*)[ \\t]*$");

    /// Reads such a file; null if it is of no GPU.
    static @Nullable Client read(String text) {
        String card = "";
        long id = -1;
        Map<String, Map<String, Double>> keyed = new HashMap<>();
        for (Matcher line = ENTRY.matcher(text); line.find();) {
            switch (line.group(1)) {
                case "drm-pdev" -> card = line.group(2);
                case "drm-client-id" -> id = (long) SysFile.number(line.group(2));
                default -> {
                    Matcher key = KEYED.matcher(line.group(1));
                    double value = SysFile.number(line.group(2)) * unit(line.group(3));
                    if (key.matches() && !Double.isNaN(value)) {
                        keyed.computeIfAbsent(key.group(1), _ -> new HashMap<>()).put(key.group(2), value);
                    }
                }
            }
        }
        Map<String, Double> memory = new HashMap<>(keyed.getOrDefault("total", Map.of()));
        memory.putAll(keyed.getOrDefault("memory", Map.of()));
        // What is resident lies in memory; the rest of the total may be swapped out.
        memory.putAll(keyed.getOrDefault("resident", Map.of()));
        return card.isEmpty()
                ? null
                : new Client(card, id, memory, keyed.getOrDefault("engine", Map.of()), keyed.getOrDefault("cycles", Map.of()),
                        keyed.getOrDefault("total-cycles", Map.of()), keyed.getOrDefault("engine-capacity", Map.of()));
    }

    private static double unit(String written) {
        return switch (written) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
    }

    /// Bytes of the GPU's own memory, else of the host's where the GPU has none; NaN if nothing is told.
    double bytes() {
        double own = sum(region -> region.startsWith("vram") || region.startsWith("local"));
        return Double.isNaN(own) ? sum(region -> region.startsWith("system") || region.startsWith("gtt")) : own;
    }

    private double sum(Predicate<String> which) {
        double sum = Double.NaN;
        for (Map.Entry<String, Double> region : memory.entrySet()) {
            if (which.test(region.getKey())) {
                sum = (Double.isNaN(sum) ? 0 : sum) + region.getValue();
            }
        }
        return sum;
    }

    /// Percent of the time between two readings in which each engine worked for this client.
    Map<String, Double> busy(Client before, double nanos) {
        Map<String, Double> busy = new HashMap<>();
        engines.forEach((engine, now) -> put(busy, engine, now - before.engines.getOrDefault(engine, Double.NaN), nanos));
        cycles.forEach((engine, now) -> put(busy, engine, now - before.cycles.getOrDefault(engine, Double.NaN),
                totalCycles.getOrDefault(engine, Double.NaN) - before.totalCycles.getOrDefault(engine, Double.NaN)));
        return busy;
    }

    private void put(Map<String, Double> busy, String engine, double worked, double passed) {
        double percent = 100 * worked / passed / Math.max(1, capacity.getOrDefault(engine, 1.0));
        if (percent >= 0 && Double.isFinite(percent)) {
            busy.put(engine, Math.min(100, percent));
        }
    }
}
