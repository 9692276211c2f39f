package gpudyno.gpu.why;

import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.GpuProcess.Kind;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// An hour of a GPU that serves this node's model and is well, into which a cause is planted. Figures swing by one percent.
final class Scene {
    static final Instant BEGIN = Instant.parse("2026-11-28T02:00:00Z");
    static final int SECONDS = 3600;
    /// Seconds of the finest frames.
    static final int STEP = 5;
    static final long OWN = 77;
    static final double GIB = 1L << 30;
    private static final String ID = "GPU-1";
    private static final List<Meter> EXACT = List.of(GpuMeters.UP, GpuMeters.PCIE_GENERATION, GpuMeters.PCIE_WIDTH,
            GpuMeters.PERFORMANCE_STATE, GpuMeters.ECC_VOLATILE_UNCORRECTED, GpuMeters.ECC_VOLATILE_CORRECTED, GpuMeters.ROWS_PENDING,
            GpuMeters.XID_LAST);

    private final Map<Series, IntToDoubleFunction> gauges = new HashMap<>();
    private final Map<Meter, IntToDoubleFunction> counters = new HashMap<>();
    private final Map<Meter, IntToDoubleFunction> distributions = new HashMap<>();
    private final List<DeviceEvent> events = new ArrayList<>();
    final GpuDevice device;
    private List<Frame> frames = List.of();

    Scene() {
        device = new GpuDevice(ID, Maker.NVIDIA, "Stand-in", 1, null, null, Map.of(),
                Map.of(Limit.MEMORY, 80 * GIB, Limit.CLOCK_SM, 1980.0, Limit.PCIE_GENERATION, 4.0, Limit.PCIE_GENERATION_DEVICE, 4.0,
                        Limit.PCIE_WIDTH, 16.0, Limit.POWER_DEFAULT, 700.0, Limit.TEMPERATURE_OPERATING, 87.0));
        at(GpuMeters.UP, 1).at(GpuMeters.UTILIZATION, 90).at(GpuMeters.CLOCK_SM, 1950).at(GpuMeters.POWER, 520)
                .at(GpuMeters.POWER_LIMIT, 700).at(GpuMeters.TEMPERATURE, 64).at(GpuMeters.PCIE_GENERATION, 4).at(GpuMeters.PCIE_WIDTH, 16)
                .at(GpuMeters.PERFORMANCE_STATE, 0).at(GpuMeters.THROTTLE_IDLE, 0).at(GpuMeters.THROTTLE_POWER, 0)
                .at(GpuMeters.THROTTLE_THERMAL, 0).at(GpuMeters.THROTTLE_HARDWARE, 0).at(GpuMeters.THROTTLE_HARDWARE_THERMAL, 0)
                .at(GpuMeters.THROTTLE_BRAKE, 0).at(GpuMeters.THROTTLE_APPLICATION, 0).at(GpuMeters.ECC_VOLATILE_UNCORRECTED, 0)
                .at(GpuMeters.ECC_VOLATILE_CORRECTED, 0).at(GpuMeters.ROWS_PENDING, 0).at(Meters.MEMORY, 40)
                .at(Meters.HOST_CPU, 45).at(Meters.PROCESS_CPU, 30).at(Meters.IN_FLIGHT, 24).at(Meters.QUEUE_DEPTH, 6);
        process(OWN, "java", _ -> 24 * GIB).process(4211, "python", _ -> 8 * GIB);
        counters.put(GpuMeters.XID, _ -> 0);
        distributions.put(Meters.BATCH_SIZE, _ -> 16);
        distributions.put(Meters.QUEUE_WAIT, _ -> 6);
        distributions.put(Meters.BACKEND_TIME, _ -> 22);
    }

    Scene at(Meter meter, double value) {
        return at(meter, _ -> value);
    }

    /// @param value by second; NaN for none
    Scene at(Meter meter, IntToDoubleFunction value) {
        gauges.put(meter.labelNames().isEmpty() ? meter.series() : meter.series(ID), value);
        return this;
    }

    Scene without(Meter... meters) {
        List.of(meters).forEach(meter -> gauges.remove(meter.labelNames().isEmpty() ? meter.series() : meter.series(ID)));
        return this;
    }

    Scene process(long pid, String command, IntToDoubleFunction bytes) {
        gauges.put(GpuMeters.PROCESS_MEMORY.series(ID, String.valueOf(pid), command), bytes);
        return this;
    }

    Scene counted(Meter meter, IntToDoubleFunction value) {
        counters.put(meter, value);
        return this;
    }

    Scene observed(Meter meter, double value) {
        distributions.put(meter, _ -> value);
        return this;
    }

    Scene event(int second, DeviceEvent.Kind kind) {
        events.add(new DeviceEvent(BEGIN.plusSeconds(second), ID, kind, "", null));
        return this;
    }

    /// From one second to another it reads one value, else another.
    static IntToDoubleFunction between(int from, int to, double inside, double outside) {
        return second -> second >= from && second < to ? inside : outside;
    }

    private List<Frame> made() {
        SplittableRandom random = new SplittableRandom(7);
        List<Frame> all = new ArrayList<>();
        for (int second = 0; second < SECONDS; second += STEP) {
            Map<Series, Reading> readings = new HashMap<>();
            int now = second;
            gauges.forEach((series, value) -> {
                double swing = EXACT.stream().anyMatch(meter -> meter.id().equals(series.meter()))
                        ? 1
                        : 1 + 0.01 * random.nextDouble(-1, 1);
                double read = value.applyAsDouble(now) * swing;
                if (!Double.isNaN(read)) {
                    readings.put(series, Reading.Gauge.of(read));
                }
            });
            counters.forEach((meter, value) -> readings.put(meter.labelNames().isEmpty() ? meter.series() : meter.series(ID),
                    new Reading.Counter(IntStream.range(now, now + STEP).mapToDouble(value).sum())));
            distributions.forEach((meter, value) -> readings.put(meter.series(),
                    new Reading.Distribution(Histogram.of(value.applyAsDouble(now) * (1 + 0.01 * random.nextDouble(-1, 1))))));
            all.add(new Frame(second / STEP + 1, BEGIN.plusSeconds(second), Duration.ofSeconds(STEP), readings));
        }
        return all;
    }

    /// What is said of it at frames of a length that divides an hour.
    List<Cause> causes(Duration resolution) {
        int each = (int) resolution.toSeconds() / STEP;
        frames = frames.isEmpty() ? made() : frames;
        List<Frame> seconds = frames;
        List<Frame> rolled = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i += each) {
            rolled.add(each == 1 ? seconds.get(i) : Frame.rollUp(seconds.subList(i, i + each)));
        }
        return Why.causes(new Period(rolled, List.of(device), events,
                List.of(new GpuProcess(ID, 4211, "ana", "python", Kind.COMPUTE, null, null, null)), OWN, ZoneOffset.UTC));
    }
}
