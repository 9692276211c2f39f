package gpudyno.model.meter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The meters of GPUs. Each carries the label `device`, which holds a device's id: a GPU has one series of each meter that its driver tells,
/// and none of a meter that it does not tell. Memory in use, in percent, is [Meters#MEMORY].
///
/// Counts that a driver keeps since it was loaded, or over a device's life (errors, retired pages, replays), are gauges: what matters is the
/// count itself, which a counter would lose. Amounts that only their growth makes sense of (energy, time below full clocks) are counters.
public final class GpuMeters {
    private static final String DEVICE = "device";
    /// Every meter below, as it is made.
    private static final List<Meter> MADE = new ArrayList<>();

    /// 1 while a device answers, 0 once it is lost or its driver hangs.
    public static final Meter UP = gauge("gpu.up", "1", "1 while the device answers, 0 when it is lost or its driver hangs");

    public static final Meter MEMORY_TOTAL = gauge("gpu.memory.total", "bytes", "Memory of the device");
    /// Without what the driver reserves.
    public static final Meter MEMORY_USED = gauge("gpu.memory.used", "bytes", "Memory that processes have allocated");
    public static final Meter MEMORY_FREE = gauge("gpu.memory.free", "bytes", "Memory that can be allocated");
    public static final Meter MEMORY_RESERVED = gauge("gpu.memory.reserved", "bytes", "Memory that the driver and firmware keep");
    public static final Meter BAR1_TOTAL = gauge("gpu.bar1.total", "bytes", "Window through which the host reaches the device's memory");
    public static final Meter BAR1_USED = gauge("gpu.bar1.used", "bytes", "Part of the BAR1 window in use");
    public static final Meter BAR1_FREE = gauge("gpu.bar1.free", "bytes", "Part of the BAR1 window that is free");
    public static final Meter SHARED_TOTAL = gauge("gpu.shared.total", "bytes", "Host memory that the device can map");
    public static final Meter SHARED_USED = gauge("gpu.shared.used", "bytes", "Host memory that the device has mapped");

    public static final Meter UTILIZATION = gauge("gpu.utilization.percent", "percent", "Time in which a kernel ran on the device");
    public static final Meter MEMORY_UTILIZATION = gauge("gpu.memory.utilization.percent", "percent",
            "Time in which the device's memory was read or written");
    public static final Meter ENCODER_UTILIZATION = gauge("gpu.encoder.utilization.percent", "percent", "Time the video encoder worked");
    public static final Meter DECODER_UTILIZATION = gauge("gpu.decoder.utilization.percent", "percent", "Time the video decoder worked");
    public static final Meter JPEG_UTILIZATION = gauge("gpu.jpeg.utilization.percent", "percent", "Time the JPEG decoder worked");
    public static final Meter OFA_UTILIZATION = gauge("gpu.ofa.utilization.percent", "percent", "Time the optical flow unit worked");
    public static final Meter ENCODER_SESSIONS = gauge("gpu.encoder.sessions", "1", "Sessions of the video encoder");
    public static final Meter ENCODER_RATE = gauge("gpu.encoder.rate", "frames/s", "Mean frame rate of the encoder's sessions");
    public static final Meter ENCODER_LATENCY = gauge("gpu.encoder.latency", "us", "Mean latency of the encoder's sessions");

    public static final Meter CLOCK_GRAPHICS = gauge("gpu.clock.graphics", "MHz", "Graphics clock");
    public static final Meter CLOCK_SM = gauge("gpu.clock.sm", "MHz", "Clock of the multiprocessors");
    public static final Meter CLOCK_MEMORY = gauge("gpu.clock.memory", "MHz", "Memory clock");
    public static final Meter CLOCK_VIDEO = gauge("gpu.clock.video", "MHz", "Clock of the video units");
    /// From 0, the fastest, to 15.
    public static final Meter PERFORMANCE_STATE = gauge("gpu.pstate", "1", "Performance state, 0 is the fastest");

    public static final Meter TEMPERATURE = gauge("gpu.temperature", "celsius", "Temperature of the chip");
    public static final Meter TEMPERATURE_HOTSPOT = gauge("gpu.temperature.hotspot", "celsius", "Temperature of the chip's hottest place");
    public static final Meter TEMPERATURE_MEMORY = gauge("gpu.temperature.memory", "celsius", "Temperature of the device's memory");
    /// May be negative: the device is slowed down then.
    public static final Meter TEMPERATURE_MARGIN = gauge("gpu.temperature.margin", "celsius",
            "Degrees left until the device is slowed down");
    public static final Meter FAN = made(
            Meter.gauge("gpu.fan.percent", "percent", "Speed of a fan as the driver wishes it", DEVICE, "fan"));
    public static final Meter FAN_SPEED = made(Meter.gauge("gpu.fan.speed", "rpm", "Speed of a fan", DEVICE, "fan"));

    public static final Meter POWER = gauge("gpu.power", "watts", "Power the device draws");
    public static final Meter POWER_AVERAGE = gauge("gpu.power.average", "watts", "Power drawn, mean of about a second");
    public static final Meter POWER_INSTANT = gauge("gpu.power.instant", "watts", "Power drawn at the instant");
    public static final Meter POWER_MEMORY = gauge("gpu.power.memory", "watts", "Power the device's memory draws");
    public static final Meter POWER_MODULE = gauge("gpu.power.module", "watts", "Power the whole module draws, its processor included");
    /// What holds: the lower of the limit that was asked for and what the system allows.
    public static final Meter POWER_LIMIT = gauge("gpu.power.limit", "watts", "Power limit in force");
    public static final Meter POWER_LIMIT_REQUESTED = gauge("gpu.power.limit.requested", "watts", "Power limit that was asked for");
    public static final Meter ENERGY = counter("gpu.energy", "joules", "Energy the device took");

    public static final Meter PCIE_GENERATION = gauge("gpu.pcie.generation", "1", "PCIe generation of the link at present");
    public static final Meter PCIE_WIDTH = gauge("gpu.pcie.width", "1", "PCIe lanes of the link at present");
    public static final Meter PCIE_SENT = gauge("gpu.pcie.sent", "bytes/s", "Rate at which the device sends over PCIe");
    public static final Meter PCIE_RECEIVED = gauge("gpu.pcie.received", "bytes/s", "Rate at which the device receives over PCIe");
    public static final Meter PCIE_REPLAYS = gauge("gpu.pcie.replays", "1", "Packets sent again over PCIe since the device was reset");
    public static final Meter PCIE_ROLLOVERS = gauge("gpu.pcie.rollovers", "1", "Rollovers of the PCIe replay number");
    public static final Meter NVLINK_LINKS = gauge("gpu.nvlink.links", "1", "NVLink links that are active");
    public static final Meter NVLINK_SPEED = gauge("gpu.nvlink.speed", "MB/s", "Speed of one NVLink link");
    public static final Meter NVLINK_SENT = counter("gpu.nvlink.sent", "bytes", "Data sent over NVLink");
    public static final Meter NVLINK_RECEIVED = counter("gpu.nvlink.received", "bytes", "Data received over NVLink");
    public static final Meter NVLINK_REPLAYS = gauge("gpu.nvlink.replays", "1", "Packets sent again over NVLink");
    public static final Meter NVLINK_RECOVERIES = gauge("gpu.nvlink.recoveries", "1", "Times an NVLink link had to recover");
    public static final Meter NVLINK_CRC = gauge("gpu.nvlink.crc", "1", "Packets over NVLink with a wrong checksum");

    public static final Meter ECC_VOLATILE_CORRECTED = gauge("gpu.ecc.volatile.corrected", "1",
            "Memory errors corrected since the driver was loaded");
    public static final Meter ECC_VOLATILE_UNCORRECTED = gauge("gpu.ecc.volatile.uncorrected", "1",
            "Memory errors not corrected since the driver was loaded");
    public static final Meter ECC_AGGREGATE_CORRECTED = gauge("gpu.ecc.aggregate.corrected", "1",
            "Memory errors corrected over the device's life");
    public static final Meter ECC_AGGREGATE_UNCORRECTED = gauge("gpu.ecc.aggregate.uncorrected", "1",
            "Memory errors not corrected over the device's life");
    public static final Meter ECC_PLACE_VOLATILE_CORRECTED = placed("gpu.ecc.place.volatile.corrected", ECC_VOLATILE_CORRECTED);
    public static final Meter ECC_PLACE_VOLATILE_UNCORRECTED = placed("gpu.ecc.place.volatile.uncorrected", ECC_VOLATILE_UNCORRECTED);
    public static final Meter ECC_PLACE_AGGREGATE_CORRECTED = placed("gpu.ecc.place.aggregate.corrected", ECC_AGGREGATE_CORRECTED);
    public static final Meter ECC_PLACE_AGGREGATE_UNCORRECTED = placed("gpu.ecc.place.aggregate.uncorrected", ECC_AGGREGATE_UNCORRECTED);
    public static final Meter PAGES_SINGLE = gauge("gpu.pages.retired.single", "1", "Pages retired for repeated single-bit errors");
    public static final Meter PAGES_DOUBLE = gauge("gpu.pages.retired.double", "1", "Pages retired for a double-bit error");
    public static final Meter PAGES_PENDING = gauge("gpu.pages.pending", "1", "1 while pages wait for a restart to be retired");
    public static final Meter ROWS_CORRECTED = gauge("gpu.rows.remapped.corrected", "1", "Rows remapped for correctable errors");
    public static final Meter ROWS_UNCORRECTED = gauge("gpu.rows.remapped.uncorrected", "1", "Rows remapped for uncorrectable errors");
    public static final Meter ROWS_PENDING = gauge("gpu.rows.pending", "1", "1 while rows wait for a reset to be remapped");
    public static final Meter ROWS_FAILED = gauge("gpu.rows.failed", "1", "1 once a row could not be remapped");

    /// The power limit is not among them: many devices run at it all day, as they should.
    public static final Meter THROTTLED = gauge("gpu.throttled", "1",
            "1 while heat, the hardware or the power supply lowers the clocks");
    public static final Meter THROTTLE_IDLE = gauge("gpu.throttle.idle", "1", "1 while clocks are low because nothing runs");
    public static final Meter THROTTLE_APPLICATION = gauge("gpu.throttle.application", "1",
            "1 while the set application clocks bound the clocks");
    public static final Meter THROTTLE_POWER = gauge("gpu.throttle.power", "1", "1 while the power limit bounds the clocks");
    public static final Meter THROTTLE_HARDWARE = gauge("gpu.throttle.hardware", "1",
            "1 while the hardware halves the clocks, or worse, for heat or power");
    public static final Meter THROTTLE_SYNC = gauge("gpu.throttle.sync", "1",
            "1 while another device of a sync boost group bounds the clocks");
    public static final Meter THROTTLE_THERMAL = gauge("gpu.throttle.thermal", "1", "1 while the driver lowers the clocks for heat");
    public static final Meter THROTTLE_HARDWARE_THERMAL = gauge("gpu.throttle.hardware.thermal", "1",
            "1 while the hardware lowers the clocks for heat");
    public static final Meter THROTTLE_BRAKE = gauge("gpu.throttle.brake", "1", "1 while the power supply brakes the device");
    public static final Meter THROTTLE_DISPLAY = gauge("gpu.throttle.display", "1", "1 while display clocks bound the clocks");

    public static final Meter TIME_POWER = counter("gpu.throttle.time.power", "ms", "Time in which the power limit bound the clocks");
    public static final Meter TIME_SYNC = counter("gpu.throttle.time.sync", "ms", "Time in which a sync boost group bound the clocks");
    public static final Meter TIME_THERMAL = counter("gpu.throttle.time.thermal", "ms",
            "Time in which the driver lowered the clocks for heat");
    public static final Meter TIME_HARDWARE_THERMAL = counter("gpu.throttle.time.hardware.thermal", "ms",
            "Time in which the hardware lowered the clocks for heat");
    public static final Meter TIME_BRAKE = counter("gpu.throttle.time.brake", "ms", "Time in which the power supply braked the device");
    public static final Meter VIOLATION_POWER = counter("gpu.violation.power", "ms", "Time below application clocks for power");
    public static final Meter VIOLATION_THERMAL = counter("gpu.violation.thermal", "ms", "Time below application clocks for heat");
    public static final Meter VIOLATION_SYNC = counter("gpu.violation.sync", "ms", "Time below application clocks for sync boost");
    public static final Meter VIOLATION_BOARD = counter("gpu.violation.board", "ms",
            "Time below application clocks for a limit of the board");
    public static final Meter VIOLATION_UTILIZATION = counter("gpu.violation.utilization", "ms",
            "Time below application clocks for low utilisation");
    public static final Meter VIOLATION_RELIABILITY = counter("gpu.violation.reliability", "ms",
            "Time below application clocks for the board's reliability");
    public static final Meter VIOLATION_APPLICATION = counter("gpu.violation.application", "ms", "Time below application clocks");
    public static final Meter VIOLATION_BASE = counter("gpu.violation.base", "ms", "Time below base clocks");

    public static final Meter XID = counter("gpu.xid.errors", "1", "XID errors that the driver reported");
    public static final Meter XID_LAST = gauge("gpu.xid.last", "1", "Number of the last XID error since the node started");

    public static final Meter PROCESSES = gauge("gpu.processes", "1", "Processes that use the device");
    public static final Meter PROCESS_MEMORY = ofProcess("gpu.process.memory", "bytes",
            "Memory of the device that a process has allocated");
    public static final Meter PROCESS_UTILIZATION = ofProcess("gpu.process.utilization.percent", "percent",
            "Time in which kernels of a process ran");

    private GpuMeters() {
    }

    /// All of them, and those of [Meters] that devices have too.
    public static List<Meter> all() {
        return Stream.concat(Stream.of(Meters.MEMORY), MADE.stream()).toList();
    }

    static List<Meter> own() {
        return List.copyOf(MADE);
    }

    private static Meter made(Meter meter) {
        MADE.add(meter);
        return meter;
    }

    private static Meter gauge(String id, String unit, String help) {
        return made(Meter.gauge(id, unit, help, DEVICE));
    }

    private static Meter counter(String id, String unit, String help) {
        return made(Meter.counter(id, unit, help, DEVICE));
    }

    /// The same count for one place of the chip, such as `dram` or `sram`.
    private static Meter placed(String id, Meter whole) {
        return made(Meter.gauge(id, whole.unit(), whole.help() + ", by place", DEVICE, "place"));
    }

    private static Meter ofProcess(String id, String unit, String help) {
        return made(Meter.gauge(id, unit, help, DEVICE, "pid", "command"));
    }
}
