package gpudyno.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import gpudyno.gpu.Figures;
import gpudyno.gpu.nvml.NvmlAbi.Function;
import gpudyno.gpu.nvml.NvmlFields.Field;
import gpudyno.gpu.nvml.NvmlFields.Values;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads the figures of one GPU that change from second to second. What changes rarely and takes many calls (errors by place, NVLink) is in
/// [NvmlErrors].
final class NvmlFigures {
    private static final double KIB = 1024;
    /// NVML counts time in nanoseconds.
    private static final double TO_MILLIS = 1e-6;
    private static final Field MEMORY_TEMPERATURE = Field.of(NvmlAbi.FIELD_MEMORY_TEMP);
    private static final Field ROLLOVERS = Field.of(NvmlAbi.FIELD_PCIE_ROLLOVER);
    private static final Field REPLAYS = Field.of(NvmlAbi.FIELD_PCIE_REPLAY);
    private static final Field POWER_AVERAGE = new Field(NvmlAbi.FIELD_POWER_AVERAGE, NvmlAbi.SCOPE_GPU);
    private static final Field POWER_INSTANT = new Field(NvmlAbi.FIELD_POWER_INSTANT, NvmlAbi.SCOPE_GPU);
    private static final Field POWER_MEMORY = new Field(NvmlAbi.FIELD_POWER_AVERAGE, NvmlAbi.SCOPE_MEMORY);
    private static final Field POWER_MODULE = new Field(NvmlAbi.FIELD_POWER_AVERAGE, NvmlAbi.SCOPE_MODULE);
    private static final Field ENERGY = Field.of(NvmlAbi.FIELD_TOTAL_ENERGY);
    private static final Field LINK_SPEED = Field.of(NvmlAbi.FIELD_NVLINK_SPEED_COMMON);
    private static final Field LINK_SENT = new Field(NvmlAbi.FIELD_NVLINK_DATA_TX, NvmlAbi.SCOPE_ALL_LINKS);
    private static final Field LINK_RECEIVED = new Field(NvmlAbi.FIELD_NVLINK_DATA_RX, NvmlAbi.SCOPE_ALL_LINKS);
    /// How long clocks were bound, by the reason.
    private static final Map<Field, Meter> BOUND = Map.of(Field.of(NvmlAbi.FIELD_PERF_POLICY_POWER), GpuMeters.TIME_POWER,
            Field.of(NvmlAbi.FIELD_PERF_POLICY_SYNC_BOOST), GpuMeters.TIME_SYNC, Field.of(NvmlAbi.FIELD_SW_THERM_SLOWDOWN),
            GpuMeters.TIME_THERMAL, Field.of(NvmlAbi.FIELD_HW_THERM_SLOWDOWN), GpuMeters.TIME_HARDWARE_THERMAL,
            Field.of(NvmlAbi.FIELD_HW_POWER_BRAKE), GpuMeters.TIME_BRAKE);
    private static final List<Field> FIELDS = Stream.concat(Stream.of(MEMORY_TEMPERATURE, ROLLOVERS, REPLAYS, POWER_AVERAGE, POWER_INSTANT,
            POWER_MEMORY, POWER_MODULE, ENERGY, LINK_SPEED, LINK_SENT, LINK_RECEIVED), BOUND.keySet().stream()).toList();
    /// Bits of `nvmlClocksEventReason...` in their order from 1.
    private static final List<Meter> REASONS = List.of(GpuMeters.THROTTLE_IDLE, GpuMeters.THROTTLE_APPLICATION, GpuMeters.THROTTLE_POWER,
            GpuMeters.THROTTLE_HARDWARE, GpuMeters.THROTTLE_SYNC, GpuMeters.THROTTLE_THERMAL, GpuMeters.THROTTLE_HARDWARE_THERMAL,
            GpuMeters.THROTTLE_BRAKE, GpuMeters.THROTTLE_DISPLAY);
    private static final List<Violation> VIOLATIONS = List.of(new Violation(0, GpuMeters.VIOLATION_POWER),
            new Violation(1, GpuMeters.VIOLATION_THERMAL), new Violation(2, GpuMeters.VIOLATION_SYNC),
            new Violation(3, GpuMeters.VIOLATION_BOARD),
            new Violation(4, GpuMeters.VIOLATION_UTILIZATION), new Violation(5, GpuMeters.VIOLATION_RELIABILITY),
            new Violation(10, GpuMeters.VIOLATION_APPLICATION), new Violation(11, GpuMeters.VIOLATION_BASE));

    private final NvmlCalls calls;
    private final NvmlMemory memory;
    private final NvmlFields fields;
    private final MemorySegment scratch;

    /// @param policy number of `nvmlPerfPolicyType_t`
    private record Violation(int policy, Meter meter) {}

    NvmlFigures(NvmlCalls calls, NvmlMemory memory) {
        this.calls = calls;
        this.memory = memory;
        fields = new NvmlFields(calls, FIELDS);
        scratch = calls.allocate(64);
    }

    void read(MemorySegment device, Figures into) {
        Values values = fields.read(device);
        memory.read(device, into);
        utilization(device, into);
        clocks(device, into);
        temperatures(device, values.of(MEMORY_TEMPERATURE), into);
        fans(device, into);
        power(device, values, into);
        pcie(device, values, into);
        into.put(GpuMeters.NVLINK_SPEED, values.of(LINK_SPEED));
        into.put(GpuMeters.NVLINK_SENT, KIB * values.of(LINK_SENT));
        into.put(GpuMeters.NVLINK_RECEIVED, KIB * values.of(LINK_RECEIVED));
        throttling(device, values, into);
    }

    private void utilization(MemorySegment device, Figures into) {
        if (calls.call(Function.UTILIZATION_OF, device, scratch) == NvmlAbi.SUCCESS) {
            into.put(GpuMeters.UTILIZATION, percent(NvmlCalls.unsigned(scratch, 0)));
            into.put(GpuMeters.MEMORY_UTILIZATION, percent(NvmlCalls.unsigned(scratch, 4)));
        }
        into.put(GpuMeters.ENCODER_UTILIZATION, percent(calls.firstOfTwo(Function.ENCODER, device)));
        into.put(GpuMeters.DECODER_UTILIZATION, percent(calls.firstOfTwo(Function.DECODER, device)));
        into.put(GpuMeters.JPEG_UTILIZATION, percent(calls.firstOfTwo(Function.JPEG, device)));
        into.put(GpuMeters.OFA_UTILIZATION, percent(calls.firstOfTwo(Function.OFA, device)));
        if (calls.call(Function.ENCODER_STATS, device, scratch, scratch.asSlice(8), scratch.asSlice(16)) == NvmlAbi.SUCCESS) {
            into.put(GpuMeters.ENCODER_SESSIONS, NvmlCalls.unsigned(scratch, 0));
            into.put(GpuMeters.ENCODER_RATE, NvmlCalls.unsigned(scratch, 8));
            into.put(GpuMeters.ENCODER_LATENCY, NvmlCalls.unsigned(scratch, 16));
        }
    }

    private void clocks(MemorySegment device, Figures into) {
        into.put(GpuMeters.CLOCK_GRAPHICS, calls.figure(Function.CLOCK, device, NvmlAbi.CLOCK_GRAPHICS));
        into.put(GpuMeters.CLOCK_SM, calls.figure(Function.CLOCK, device, NvmlAbi.CLOCK_SM));
        into.put(GpuMeters.CLOCK_MEMORY, calls.figure(Function.CLOCK, device, NvmlAbi.CLOCK_MEM));
        into.put(GpuMeters.CLOCK_VIDEO, calls.figure(Function.CLOCK, device, NvmlAbi.CLOCK_VIDEO));
        double state = calls.figure(Function.PERFORMANCE_STATE, device);
        // NVML_PSTATE_UNKNOWN is 32.
        into.put(GpuMeters.PERFORMANCE_STATE, state <= 15 ? state : Double.NaN);
    }

    private void temperatures(MemorySegment device, double ofMemory, Figures into) {
        double chip = signed(calls.call(Function.TEMPERATURE_OF, device, 0, scratch), 0);
        if (Double.isNaN(chip)) {
            scratch.set(JAVA_INT, 0, NvmlAbi.TEMPERATURE_VERSION);
            scratch.set(JAVA_INT, 4, 0);
            chip = signed(calls.call(Function.TEMPERATURE_V_OF, device, scratch), 8);
        }
        into.put(GpuMeters.TEMPERATURE, chip);
        into.put(GpuMeters.TEMPERATURE_MEMORY, ofMemory);
        scratch.set(JAVA_INT, 0, NvmlAbi.MARGIN_TEMPERATURE_VERSION);
        scratch.set(JAVA_INT, 4, -1);
        if (calls.call(Function.MARGIN, device, scratch) == NvmlAbi.SUCCESS) {
            into.put(GpuMeters.TEMPERATURE_MARGIN, scratch.get(JAVA_INT, 4));
        }
    }

    /// A temperature may be below zero, and is unknown where all bits are ones.
    private double signed(int code, long offset) {
        return code == NvmlAbi.SUCCESS && scratch.get(JAVA_INT, offset) != -1 ? scratch.get(JAVA_INT, offset) : Double.NaN;
    }

    private void fans(MemorySegment device, Figures into) {
        double count = calls.figure(Function.FAN_COUNT, device);
        double first = calls.figure(Function.FAN, device);
        if (!(count >= 1)) {
            into.put(GpuMeters.FAN, first, "0");
            return;
        }
        for (int fan = 0; fan < Math.min(count, 16); fan++) {
            double speed = calls.figure(Function.FAN_OF, device, fan);
            into.put(GpuMeters.FAN, Double.isNaN(speed) && fan == 0 ? first : speed, String.valueOf(fan));
            scratch.set(JAVA_INT, 0, NvmlAbi.FAN_SPEED_INFO_VERSION);
            scratch.set(JAVA_INT, 4, fan);
            if (calls.call(Function.FAN_RPM, device, scratch) == NvmlAbi.SUCCESS) {
                into.put(GpuMeters.FAN_SPEED, NvmlCalls.unsigned(scratch, 8), String.valueOf(fan));
            }
        }
    }

    private void power(MemorySegment device, Values values, Figures into) {
        double average = watts(values.of(POWER_AVERAGE));
        double instant = watts(values.of(POWER_INSTANT));
        double drawn = watts(calls.figure(Function.POWER, device));
        into.put(GpuMeters.POWER, Double.isNaN(drawn) ? Double.isNaN(average) ? instant : average : drawn);
        into.put(GpuMeters.POWER_AVERAGE, average);
        into.put(GpuMeters.POWER_INSTANT, instant);
        into.put(GpuMeters.POWER_MEMORY, watts(values.of(POWER_MEMORY)));
        into.put(GpuMeters.POWER_MODULE, watts(values.of(POWER_MODULE)));
        double requested = watts(calls.figure(Function.POWER_LIMIT, device));
        double enforced = watts(calls.figure(Function.POWER_LIMIT_ENFORCED, device));
        into.put(GpuMeters.POWER_LIMIT, Double.isNaN(enforced) ? requested : enforced);
        into.put(GpuMeters.POWER_LIMIT_REQUESTED, requested);
        double millijoules = calls.longFigure(Function.ENERGY, device);
        into.put(GpuMeters.ENERGY, (Double.isNaN(millijoules) ? values.of(ENERGY) : millijoules) / 1000);
    }

    private void pcie(MemorySegment device, Values values, Figures into) {
        into.put(GpuMeters.PCIE_GENERATION, calls.figure(Function.PCIE_GENERATION, device));
        into.put(GpuMeters.PCIE_WIDTH, calls.figure(Function.PCIE_WIDTH, device));
        // In KB of 1024 bytes; each call counts for 20 ms.
        into.put(GpuMeters.PCIE_SENT, KIB * calls.figure(Function.PCIE_RATE, device, 0));
        into.put(GpuMeters.PCIE_RECEIVED, KIB * calls.figure(Function.PCIE_RATE, device, 1));
        double replays = calls.figure(Function.PCIE_REPLAYS, device);
        into.put(GpuMeters.PCIE_REPLAYS, Double.isNaN(replays) ? values.of(REPLAYS) : replays);
        into.put(GpuMeters.PCIE_ROLLOVERS, values.of(ROLLOVERS));
    }

    private void throttling(MemorySegment device, Values values, Figures into) {
        if (calls.call(Function.THROTTLE, device, scratch) == NvmlAbi.SUCCESS) {
            double active = NvmlCalls.unsignedLong(scratch, 0);
            double supported = calls.longFigure(Function.THROTTLE_SUPPORTED, device);
            for (int bit = 0; bit < REASONS.size() && !Double.isNaN(active); bit++) {
                if (Double.isNaN(supported) || ((long) supported >> bit & 1) == 1) {
                    into.put(REASONS.get(bit), (long) active >> bit & 1);
                }
            }
        }
        into.throttled();
        BOUND.forEach((field, meter) -> into.put(meter, TO_MILLIS * values.of(field)));
        for (Violation violation : VIOLATIONS) {
            if (calls.call(Function.VIOLATION, device, violation.policy, scratch) == NvmlAbi.SUCCESS) {
                into.put(violation.meter, TO_MILLIS * NvmlCalls.unsignedLong(scratch, 8));
            }
        }
    }

    private static double percent(double value) {
        return value <= 100 ? value : Double.NaN;
    }

    private static double watts(double milliwatts) {
        return milliwatts / 1000;
    }
}
