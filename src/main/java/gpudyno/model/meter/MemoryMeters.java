package gpudyno.model.meter;

/// What the memory optimizer works out for each device. The label holds a GPU's id, or `host`.
public final class MemoryMeters {
    public static final Meter RESERVED = of("memory.reserved", "bytes", "Memory that the node's own backend holds of the device");
    public static final Meter ALLOCATED = of("memory.allocated", "bytes", "Memory of that in use");
    public static final Meter FRAGMENTATION = of("memory.fragmentation.percent", "percent",
            "Share of the reserved memory that is not in use");
    /// 0 low, 1 medium, 2 high, 3 critical.
    public static final Meter PRESSURE = of("memory.pressure", "1", "0 below 70 % in use, 1 from 70, 2 from 85, 3 from 95");
    public static final Meter UNTIL_FULL = of("memory.full.minutes", "min", "Time left to 90 % in use at the present growth");

    private MemoryMeters() {
    }

    private static Meter of(String id, String unit, String help) {
        return Meter.gauge(id, unit, help, "device");
    }
}
