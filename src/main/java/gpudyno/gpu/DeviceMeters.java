package gpudyno.gpu;

import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Series;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The devices' figures in the registry of meters. A series comes when its figure is told for the first time, reads nothing while its figure
/// is missing or old, and goes with its device or its process.
final class DeviceMeters {
    /// Of all devices; a meter holds [MeterRegistry#MAX_SERIES] series at most.
    private static final int MOST_PROCESSES = 50;
    private static final Set<String> OF_PROCESSES = Set.of(GpuMeters.PROCESS_MEMORY.id(), GpuMeters.PROCESS_UTILIZATION.id());
    private static final Map<String, Meter> METERS = GpuMeters.all().stream().collect(Collectors.toMap(Meter::id, Function.identity()));

    private final MeterRegistry registry;
    private final long oldNanos;
    private final Map<String, Shown> devices = new ConcurrentHashMap<>();

    /// @param oldNanos the age at which a figure counts as missing
    DeviceMeters(MeterRegistry registry, long oldNanos) {
        this.registry = registry;
        this.oldNanos = oldNanos;
        METERS.values().forEach(registry::declare);
    }

    /// What is shown of one device.
    private final class Shown {
        private final Set<Series> registered = new HashSet<>();
        private final Map<Series, Double> counts = new HashMap<>();
        private volatile Map<Series, Double> figures = Map.of();
        private volatile Map<Series, Double> ofProcesses = Map.of();
        private volatile long at;
        private boolean gone;
        private volatile double lastXid = Double.NaN;

        double figure(Series series) {
            return System.nanoTime() - at > oldNanos ? Double.NaN : figures.getOrDefault(series, Double.NaN);
        }

        double ofProcess(Series series) {
            return System.nanoTime() - at > oldNanos ? Double.NaN : ofProcesses.getOrDefault(series, Double.NaN);
        }
    }

    /// A device is there.
    void add(GpuDevice added) {
        String device = added.id();
        Shown shown = devices.computeIfAbsent(device, _ -> new Shown());
        register(shown, GpuMeters.UP.series(device), () -> System.nanoTime() - shown.at > oldNanos ? 0 : 1);
        if ((added.maker() == Maker.NVIDIA || added.isSimulated()) && !added.isInstance()) {
            register(shown, GpuMeters.XID_LAST.series(device), () -> shown.lastXid);
            registry.counter(GpuMeters.XID, device);
            shown.registered.add(GpuMeters.XID.series(device));
        }
    }

    void show(String device, Map<Series, Double> figures, List<GpuProcess> processes) {
        Shown shown = devices.get(device);
        if (shown != null) {
            synchronized (shown) {
                show(shown, figures, processes);
            }
        }
    }

    private void show(Shown shown, Map<Series, Double> figures, List<GpuProcess> processes) {
        if (shown.gone) {
            return;
        }
        Map<Series, Double> ofProcesses = new HashMap<>();
        processes.stream().sorted(Comparator.comparing(GpuProcess::memoryBytes, Comparator.nullsLast(Comparator.reverseOrder())))
                .limit(MOST_PROCESSES).forEach(process -> add(process, ofProcesses));
        shown.figures = figures;
        shown.ofProcesses = ofProcesses;
        shown.at = System.nanoTime();
        figures.forEach((series, figure) -> {
            if (meter(series).kind() == MeterKind.COUNTER) {
                count(shown, series, figure);
            } else if (!shown.registered.contains(series)) {
                register(shown, series, () -> shown.figure(series));
            }
        });
        ofProcesses.keySet().stream().filter(series -> !shown.registered.contains(series))
                .forEach(series -> register(shown, series, () -> shown.ofProcess(series)));
        shown.registered.removeIf(series -> {
            boolean ended = OF_PROCESSES.contains(series.meter()) && !ofProcesses.containsKey(series);
            if (ended) {
                registry.remove(series);
            }
            return ended;
        });
    }

    private static void add(GpuProcess process, Map<Series, Double> gauges) {
        String[] labels = {process.device(), String.valueOf(process.pid()), Objects.requireNonNullElse(process.command(), "")};
        if (process.memoryBytes() != null) {
            gauges.put(GpuMeters.PROCESS_MEMORY.series(labels), (double) process.memoryBytes());
        }
        if (process.utilization() != null) {
            gauges.put(GpuMeters.PROCESS_UTILIZATION.series(labels), process.utilization());
        }
    }

    /// The driver's count starts anew when it is loaded again.
    private void count(Shown shown, Series series, double now) {
        MeterRegistry.Counter counter = registry.counter(meter(series), series.labels().toArray(String[]::new));
        shown.registered.add(series);
        Double before = shown.counts.put(series, now);
        if (before != null && now > before) {
            counter.add(now - before);
        }
    }

    /// The driver reported an error of a device.
    void xid(String device, long number) {
        Shown shown = devices.get(device);
        if (shown != null) {
            registry.counter(GpuMeters.XID, device).increment();
            shown.lastXid = number;
        }
    }

    /// A device reads nothing from now on, until it is shown again.
    void silence(String device) {
        Shown shown = devices.get(device);
        if (shown != null) {
            shown.at = System.nanoTime() - oldNanos - 1;
        }
    }

    /// A device has gone.
    void remove(String device) {
        Shown shown = devices.remove(device);
        if (shown != null) {
            synchronized (shown) {
                shown.gone = true;
                shown.registered.forEach(registry::remove);
            }
        }
    }

    private void register(Shown shown, Series series, DoubleSupplier level) {
        if (shown.registered.add(series)) {
            registry.gauge(meter(series), level, series.labels().toArray(String[]::new));
        }
    }

    private static Meter meter(Series series) {
        return Objects.requireNonNull(METERS.get(series.meter()), () -> "no meter of devices: " + series.meter());
    }
}
