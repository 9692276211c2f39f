package gpudyno.cli;

import gpudyno.model.OneLine;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.DeviceState.Health;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.SourceState;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The lines of `gpudyno top`, for 40 to 200 columns. What is not told is `-`. Names come from other machines, so what a terminal would obey is
/// taken out of them.
final class TopView {
    static final int LEAST_COLUMNS = 40;
    static final int MOST_COLUMNS = 200;
    private static final int NARROW = 64;
    private static final double GIB = 1 << 30;
    /// The words of the reasons why clocks are low, the gravest first.
    private static final Map<Meter, String> THROTTLES = throttles();

    /// What processes are sorted by, the greatest first.
    enum Sort {
        MEMORY,
        SM
    }

    private final int columns;
    private final Sort sort;

    TopView(int columns, Sort sort) {
        this.columns = Math.clamp(columns, LEAST_COLUMNS, MOST_COLUMNS);
        this.sort = sort;
    }

    private static Map<Meter, String> throttles() {
        Map<Meter, String> words = new LinkedHashMap<>();
        words.put(GpuMeters.THROTTLE_BRAKE, "power brake");
        words.put(GpuMeters.THROTTLE_HARDWARE_THERMAL, "hw thermal");
        words.put(GpuMeters.THROTTLE_HARDWARE, "hw slowdown");
        words.put(GpuMeters.THROTTLE_THERMAL, "thermal");
        words.put(GpuMeters.THROTTLE_POWER, "power cap");
        words.put(GpuMeters.THROTTLE_SYNC, "sync boost");
        words.put(GpuMeters.THROTTLE_APPLICATION, "locked");
        words.put(GpuMeters.THROTTLE_DISPLAY, "display");
        words.put(GpuMeters.THROTTLE_IDLE, "idle");
        return words;
    }

    List<String> lines(TopSnapshot snapshot) {
        List<String> lines = new ArrayList<>();
        lines.add("GPU Dyno top  " + OneLine.of(snapshot.name()) + "  "
                + (snapshot.devices().size() == 1 ? "1 device" : snapshot.devices().size() + " devices"));
        serving(snapshot.serving(), lines);
        lines.add("");
        if (snapshot.devices().isEmpty()) {
            lines.add("No GPU was found.");
            for (SourceState source : snapshot.sources()) {
                lines.add("  " + OneLine.of(source.name() + ": " + source.found()));
            }
        }
        snapshot.devices().forEach(state -> device(state, lines));
        processes(snapshot, lines);
        return lines.stream().map(this::fitted).toList();
    }

    /// By code points, so that no letter is cut in two.
    private String fitted(String line) {
        return line.codePointCount(0, line.length()) <= columns
                ? line.stripTrailing()
                : line.substring(0, line.offsetByCodePoints(0, columns));
    }

    private static void serving(TopSnapshot.@Nullable Serving serving, List<String> lines) {
        if (serving != null) {
            lines.add("serving " + number(serving.rate(), "%.1f req/s") + "  p50 " + number(serving.p50(), "%.1f") + "  p95 "
                    + number(serving.p95(), "%.1f") + "  p99 " + number(serving.p99(), "%.1f ms") + "  errors "
                    + number(serving.errors(), "%.1f %%") + "  hit " + number(serving.cacheHit(), "%.0f %%") + "  queue "
                    + number(serving.queue(), "%.0f"));
        }
    }

    private static String number(@Nullable Double value, String format) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }

    private static @Nullable Double figure(DeviceState state, Meter meter, String... more) {
        String[] labels = new String[more.length + 1];
        labels[0] = state.device().id();
        System.arraycopy(more, 0, labels, 1, more.length);
        OptionalDouble figure = state.reading() == null ? OptionalDouble.empty() : state.reading().figure(meter, labels);
        return figure.isPresent() ? Double.valueOf(figure.getAsDouble()) : null;
    }

    private void device(DeviceState state, List<String> lines) {
        GpuDevice device = state.device();
        lines.add((device.isInstance() ? "  MIG " : "GPU ") + device.index() + "  " + OneLine.of(device.name())
                + (state.health() == Health.ANSWERING
                        ? ""
                        : "  " + state.health().name().toLowerCase(Locale.ROOT) + ": " + OneLine.of(state.reason())));
        if (state.health() != Health.ANSWERING) {
            return;
        }
        String margin = device.isInstance() ? "    " : "  ";
        // Room for two bars and the words beside them, one below the other where there is little.
        int bar = Math.clamp(columns < NARROW ? columns - 28 : (columns - 42) / 2, 8, 50);
        Double used = figure(state, GpuMeters.MEMORY_USED);
        Double total = figure(state, GpuMeters.MEMORY_TOTAL);
        String memory = number(used == null ? null : Double.valueOf(used / GIB), "%.1f") + "/" + number(total == null
                ? null
                : Double.valueOf(total / GIB), "%.1f GiB");
        Double busy = figure(state, GpuMeters.UTILIZATION);
        lines.addAll(wrapped(margin, List.of("util " + bar(busy, bar) + String.format(Locale.ROOT, " %5s", number(busy, "%.0f %%")),
                "mem " + bar(used == null || total == null || total == 0 ? null : Double.valueOf(100 * used / total), bar) + " "
                        + memory)));
        if (!device.isInstance()) {
            lines.addAll(wrapped(margin, words(state)));
        }
    }

    private static List<String> words(DeviceState state) {
        String throttle = THROTTLES.entrySet().stream().filter(one -> {
            Double value = figure(state, one.getKey());
            return value != null && value != 0;
        }).map(Map.Entry::getValue).findFirst()
                .orElse(THROTTLES.keySet().stream().anyMatch(one -> figure(state, one) != null) ? "none" : "-");
        OptionalDouble most = state.device().limit(Limit.CLOCK_GRAPHICS);
        return List.of(number(figure(state, GpuMeters.TEMPERATURE), "%.0f C"),
                "fan " + number(figure(state, GpuMeters.FAN, "0"), "%.0f %%"),
                number(figure(state, GpuMeters.POWER), "%.0f") + "/" + number(figure(state, GpuMeters.POWER_LIMIT), "%.0f W"),
                number(figure(state, GpuMeters.CLOCK_GRAPHICS), "%.0f") + "/"
                        + number(most.isPresent() ? Double.valueOf(most.getAsDouble()) : null, "%.0f MHz"),
                "mem " + number(figure(state, GpuMeters.CLOCK_MEMORY), "%.0f MHz"),
                "PCIe " + number(figure(state, GpuMeters.PCIE_GENERATION), "%.0f") + "x"
                        + number(figure(state, GpuMeters.PCIE_WIDTH), "%.0f"),
                "tx " + rate(figure(state, GpuMeters.PCIE_SENT)) + " rx " + rate(figure(state, GpuMeters.PCIE_RECEIVED)),
                "throttle " + throttle);
    }

    private static String rate(@Nullable Double bytes) {
        return bytes == null ? "-" : String.format(Locale.ROOT, "%.1f MB/s", bytes / 1e6);
    }

    private List<String> wrapped(String margin, List<String> words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(margin);
        for (String word : words) {
            if (line.length() > margin.length() && line.length() + 2 + word.length() > columns) {
                lines.add(line.toString());
                line = new StringBuilder(margin);
            }
            line.append(line.length() > margin.length() ? "  " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String bar(@Nullable Double percent, int width) {
        int full = percent == null ? 0 : (int) Math.round(Math.clamp(percent, 0, 100) / 100 * width);
        return "[" + "#".repeat(full) + ".".repeat(width - full) + "]";
    }

    private void processes(TopSnapshot snapshot, List<String> lines) {
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%8s %-10s %-9s %10s %5s %9s  %s", "PID", "USER", "DEVICE", "MEMORY", "SM", "UPTIME",
                "COMMAND"));
        Comparator<GpuProcess> by = sort == Sort.MEMORY
                ? Comparator.comparing(GpuProcess::memoryBytes, Comparator.nullsFirst(Comparator.naturalOrder()))
                : Comparator.comparing(GpuProcess::utilization, Comparator.nullsFirst(Comparator.naturalOrder()));
        snapshot.processes().stream().sorted(by.reversed()).forEach(process -> lines.add(String.format(Locale.ROOT,
                "%8d %-10s %-9s %10s %5s %9s  %s", process.pid(), cut(process.user(), 10), place(process.device(), snapshot.devices()),
                number(process.memoryBytes() == null ? null : Double.valueOf(process.memoryBytes() / (double) (1 << 20)), "%.0f MiB"),
                number(process.utilization(), "%.0f %%"), uptime(process.started()), cut(process.command(), columns))));
    }

    private static String cut(@Nullable String text, int most) {
        String line = text == null ? "-" : OneLine.of(text);
        return line.codePointCount(0, line.length()) <= most ? line : line.substring(0, line.offsetByCodePoints(0, most));
    }

    private static String place(String id, List<DeviceState> devices) {
        for (DeviceState state : devices) {
            if (state.device().id().equals(id)) {
                GpuDevice device = state.device();
                return device.isInstance() ? "MIG " + device.index() : "GPU " + device.index();
            }
        }
        return "-";
    }

    private static String uptime(@Nullable Instant started) {
        if (started == null) {
            return "-";
        }
        Duration since = Duration.between(started, Instant.now());
        return since.toDays() > 0
                ? since.toDays() + "d " + since.toHoursPart() + "h"
                : String.format(Locale.ROOT, "%d:%02d:%02d", since.toHours(), since.toMinutesPart(), since.toSecondsPart());
    }
}
