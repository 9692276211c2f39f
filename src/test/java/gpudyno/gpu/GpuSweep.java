package gpudyno.gpu;

import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.meter.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/// Measures what it costs to read GPUs once a second. Run by `packaging/bench/gpu-sweep`.
public final class GpuSweep {
    private static final int DEVICES = 8;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private GpuSweep() {
    }

    /// @param arguments a folder to work in, and how many sweeps, one a second, to measure after as many of warming up
    public static void main(String[] arguments) throws Exception {
        int wanted = Integer.parseInt(arguments[1]);
        GpuSettings real = GpuSettings.ofProcess();
        GpuSettings settings = real.nvml().isEmpty() ? standIn(Path.of(arguments[0])) : real;
        try (DeviceSampler sampler = new DeviceSampler(GpuSources.all(settings), new MeterRegistry(), DeviceSampler.Bounds.USUAL,
                new DeviceSampler.Host() {
                    @Override
                    public void happened(DeviceEvent event) {
                        // Devices that are found at the start.
                    }

                    @Override
                    public Error outOfMemory(OutOfMemoryError error) {
                        return error;
                    }
                })) {
            sampler.awaitComplete(Duration.ofSeconds(10));
            sampler.awaitSweeps(sampler.sweepCount() + wanted);
            long sweeps = sampler.sweepCount();
            long own = sampler.ownNanos();
            long cpu = cpuNanos();
            sampler.awaitSweeps(sweeps + wanted);
            double swept = sampler.sweepCount() - sweeps;
            System.out.printf(Locale.ROOT,
                    "%d GPUs of %s, %.0f sweeps: %.2f ms a sweep outside the driver, %.2f ms CPU a sweep with the driver%n",
                    sampler.devices().size(), settings.nvml(), swept, (sampler.ownNanos() - own) / 1e6 / swept,
                    (cpuNanos() - cpu) / 1e6 / swept);
        }
    }

    private static GpuSettings standIn(Path folder) {
        StringBuilder lines = new StringBuilder("system.count " + DEVICES + "\nsystem.driver 570.1\n");
        for (int i = 0; i < DEVICES; i++) {
            lines.append(DeviceSamplerTest.gpu(i));
        }
        return StandIn.nvml(folder).shows(lines.toString()).settings();
    }

    /// CPU time of the threads that read GPUs.
    private static long cpuNanos() {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds())).filter(Objects::nonNull)
                .filter(thread -> thread.getThreadName().startsWith("gpu-"))
                .mapToLong(thread -> THREADS.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
