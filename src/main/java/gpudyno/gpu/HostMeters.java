package gpudyno.gpu;

import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.software.os.OSProcess;

/// Meters of the host and of this process. [#sample] reads the system (a few milliseconds, once a second); the gauges only give what it read.
public final class HostMeters {
    /// What `memory.percent` of device `host` is measured against.
    public static final long MEMORY_BUDGET_BYTES = 2L << 30;

    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final OSProcess process;
    private final MeterRegistry.Counter gcTime;
    private final Optional<HostEnergy> energy;
    private long[] lastTicks;
    private long lastProcessTime;
    private long lastNanos;
    private long lastGcMillis;
    private volatile double hostCpu = Double.NaN;
    private volatile double processCpu = Double.NaN;
    private volatile double hostMemory = Double.NaN;
    private volatile double resident = Double.NaN;

    public HostMeters(MeterRegistry meters) {
        this(meters, () -> false);
    }

    /// @param gpu whether the memory of a GPU is known, which `memory.percent` is then about
    public HostMeters(MeterRegistry meters, BooleanSupplier gpu) {
        SystemInfo system = new SystemInfo();
        processor = system.getHardware().getProcessor();
        memory = system.getHardware().getMemory();
        process = system.getOperatingSystem().getCurrentProcess();
        lastTicks = processor.getSystemCpuLoadTicks();
        lastNanos = System.nanoTime();
        lastProcessTime = process.getKernelTime() + process.getUserTime();
        gcTime = meters.counter(Meters.GC_PAUSE);
        energy = HostEnergy.of(HostEnergy.ZONES, meters);
        meters.gauge(Meters.HOST_CPU, () -> hostCpu);
        meters.gauge(Meters.PROCESS_CPU, () -> processCpu);
        meters.gauge(Meters.HOST_MEMORY, () -> hostMemory);
        meters.gauge(Meters.RESIDENT, () -> resident);
        meters.gauge(Meters.MEMORY, () -> gpu.getAsBoolean() ? Double.NaN : 100 * resident / MEMORY_BUDGET_BYTES, "host");
        Runtime runtime = Runtime.getRuntime();
        meters.gauge(Meters.HEAP, () -> runtime.totalMemory() - runtime.freeMemory());
        sample();
    }

    /// Reads the system. One thread calls it.
    public void sample() {
        hostCpu = 100 * processor.getSystemCpuLoadBetweenTicks(lastTicks);
        lastTicks = processor.getSystemCpuLoadTicks();
        hostMemory = 100.0 * (memory.getTotal() - memory.getAvailable()) / memory.getTotal();
        if (process.updateAttributes()) {
            long now = System.nanoTime();
            long time = process.getKernelTime() + process.getUserTime();
            if (now - lastNanos > 100_000_000) {
                processCpu = 100.0 * (time - lastProcessTime) * 1e6 / (now - lastNanos) / processor.getLogicalProcessorCount();
                lastNanos = now;
                lastProcessTime = time;
            }
            resident = process.getResidentSetSize();
        }
        energy.ifPresent(HostEnergy::sample);
        long gcMillis = ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
        gcTime.add(Math.max(0, gcMillis - lastGcMillis));
        lastGcMillis = gcMillis;
    }

    /// Processor, cores and memory in one line.
    public static String hardware() {
        SystemInfo system = new SystemInfo();
        CentralProcessor processor = system.getHardware().getProcessor();
        return processor.getProcessorIdentifier().getName().strip() + " · " + processor.getLogicalProcessorCount() + " cores · "
                + Math.round(system.getHardware().getMemory().getTotal() / (double) (1 << 30)) + " GiB";
    }
}
