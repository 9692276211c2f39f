package gpudyno.node.local;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/// Frames as a node with several GPUs rolls them up: every meter of a GPU, processes that come and go, and what serving measures. Levels swing, so
/// that nothing packs better than it would in life.
final class FilledStore {
    private final List<String> devices;
    private final int processes;
    private final SplittableRandom random;

    FilledStore(int devices, int processes, long seed) {
        random = new SplittableRandom(seed);
        this.devices = IntStream.range(0, devices).mapToObj(_ -> "GPU-" + new UUID(random.nextLong(), random.nextLong())).toList();
        this.processes = processes;
    }

    List<String> devices() {
        return devices;
    }

    /// @param length nominal length of the frame's tier
    Frame frame(long sequence, Instant start, Duration length) {
        long samples = length.toSeconds();
        Map<Series, Reading> readings = new HashMap<>();
        for (Meter meter : GpuMeters.all()) {
            if (meter.labelNames().size() == 1) {
                devices.forEach(device -> readings.put(meter.series(device), reading(meter, samples)));
            } else if (meter.labelNames().getLast().equals("fan")) {
                devices.forEach(device -> readings.put(meter.series(device, "0"), reading(meter, samples)));
            }
        }
        for (int i = 0; i < processes; i++) {
            String device = devices.get(i % devices.size());
            // Each lives for about six hours.
            long pid = 4000 + i + 100 * ((start.getEpochSecond() + 540L * i) / 21_600 % 300);
            String[] labels = {device, String.valueOf(pid), i % 2 == 0 ? "python3" : "tritonserver"};
            readings.put(GpuMeters.PROCESS_MEMORY.series(labels), level(Math.round(2e9 + 1e7 * i), 0.01, samples, true));
            readings.put(GpuMeters.PROCESS_UTILIZATION.series(labels), level(40, 0.5, samples, false));
        }
        for (Meter meter : Meters.builtIn()) {
            if (meter.labelNames().isEmpty()) {
                readings.put(meter.series(), reading(meter, samples));
            }
        }
        return new Frame(sequence, start, length, readings);
    }

    private Reading reading(Meter meter, long samples) {
        if (meter.kind() == MeterKind.COUNTER) {
            return new Reading.Counter(meter.unit().equals("1") ? random.nextInt(100) : random.nextDouble(1e5));
        }
        if (meter.kind() == MeterKind.DISTRIBUTION) {
            return new Reading.Distribution(Histogram.of(random.doubles(200, 1, 500).toArray()));
        }
        // Flags, counts and limits mostly stand still; the rest swings.
        return meter.unit().equals("1")
                ? level(random.nextInt(20) == 0 ? 1 : 0, 0, samples, true)
                : meter.unit().equals("bytes") || meter.unit().equals("MHz")
                        ? level(1e9 * random.nextDouble(1, 5), 0.02, samples, true)
                        : level(60, 0.2, samples, false);
    }

    private Reading level(double around, double swing, long samples, boolean whole) {
        double low = around * (1 - swing * random.nextDouble());
        double high = around * (1 + swing * random.nextDouble());
        double mean = swing == 0 ? around : random.nextDouble(Math.min(low, high - 1e-9), high);
        return swing == 0
                ? new Reading.Gauge(around, around, around, samples)
                : new Reading.Gauge(whole ? Math.floor(low) : low, mean, whole ? Math.ceil(high) : high, samples);
    }
}
