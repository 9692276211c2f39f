package gpudyno.gpu.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import gpudyno.gpu.nvml.NvmlAbi.Function;
import gpudyno.gpu.nvml.NvmlFields.Field;
import gpudyno.gpu.nvml.NvmlFields.Values;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what a device is and what bounds it.
final class NvmlIdentity {
    private static final int BUS_ID_BYTES = 32;
    private static final int LEGACY_BUS_ID_BYTES = 16;
    private static final long BUS_ID = NvmlAbi.offset(NvmlAbi.PCI_INFO, "busId");
    private static final double MIB = 1 << 20;
    private static final Field SHUTDOWN = Field.of(NvmlAbi.FIELD_SHUTDOWN_TLIMIT);
    private static final Field SLOWDOWN = Field.of(NvmlAbi.FIELD_SLOWDOWN_TLIMIT);
    private static final Field OPERATING = Field.of(NvmlAbi.FIELD_GPU_MAX_TLIMIT);
    private static final Field MEMORY = Field.of(NvmlAbi.FIELD_MEM_MAX_TLIMIT);
    /// `NVML_DEVICE_ARCH_...` from 2.
    private static final List<String> ARCHITECTURES = List.of("Kepler", "Maxwell", "Pascal", "Volta", "Turing", "Ampere", "Ada Lovelace",
            "Hopper", "Blackwell");
    private static final int FIRST_ARCHITECTURE = 2;

    private final NvmlCalls calls;
    private final NvmlMemory memory;
    private final NvmlFields fields;
    private final MemorySegment scratch;
    private final MemorySegment version;

    NvmlIdentity(NvmlCalls calls, NvmlMemory memory) {
        this.calls = calls;
        this.memory = memory;
        fields = new NvmlFields(calls, List.of(SHUTDOWN, SLOWDOWN, OPERATING, MEMORY));
        scratch = calls.allocate(NvmlAbi.PCI_INFO.byteSize() * 2);
        version = calls.allocate(NvmlAbi.VERSION_BYTES);
    }

    /// @param index among the GPUs of the driver
    GpuDevice gpu(MemorySegment device, String id, int index) {
        String name = calls.text(Function.NAME, device);
        return new GpuDevice(id, Maker.NVIDIA, name == null ? "NVIDIA GPU" : name, index, null, busId(device), facts(device),
                limits(device));
    }

    /// @param index among the instances of the GPU
    GpuDevice instance(MemorySegment device, String id, int index, GpuDevice parent) {
        String name = calls.text(Function.NAME, device);
        Map<Limit, Double> limits = new EnumMap<>(Limit.class);
        put(limits, Limit.MEMORY, memory.total(device));
        if (calls.call(Function.ATTRIBUTES_OF, device, scratch) == NvmlAbi.SUCCESS) {
            put(limits, Limit.MULTIPROCESSORS, NvmlCalls.unsigned(scratch, 0));
            if (!limits.containsKey(Limit.MEMORY)) {
                put(limits, Limit.MEMORY, MIB * NvmlCalls.unsignedLong(scratch, NvmlAbi.offset(NvmlAbi.ATTRIBUTES, "memorySizeMB")));
            }
        }
        return new GpuDevice(id, Maker.NVIDIA, name == null || name.equals(parent.name()) ? parent.name() + " MIG " + index : name, index,
                parent.id(), parent.busId(), parent.facts(), limits);
    }

    /// An id for a GPU without a UUID: its PCI address, else its place.
    String placeId(MemorySegment device, int index) {
        String bus = busId(device);
        return bus == null ? "nvidia-" + index : "pci-" + bus;
    }

    /// As Linux writes it: four digits of the domain where NVML writes eight.
    private @Nullable String busId(MemorySegment device) {
        scratch.fill((byte) 0);
        if (calls.call(Function.PCI, device, scratch) != NvmlAbi.SUCCESS) {
            return null;
        }
        String told = NvmlCalls.string(scratch, BUS_ID, BUS_ID_BYTES);
        String bus = told != null && told.indexOf(':') > 0 ? told : NvmlCalls.string(scratch, 0, LEGACY_BUS_ID_BYTES);
        return bus == null ? null : bus.replaceFirst("^0000(?=[0-9A-Fa-f]{4}:)", "").toLowerCase(Locale.ROOT);
    }

    private Map<Fact, String> facts(MemorySegment device) {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        put(facts, Fact.DRIVER, driver());
        put(facts, Fact.CUDA, cuda());
        double architecture = calls.figure(Function.ARCHITECTURE, device) - FIRST_ARCHITECTURE;
        put(facts, Fact.ARCHITECTURE,
                architecture >= 0 && architecture < ARCHITECTURES.size() ? ARCHITECTURES.get((int) architecture) : null);
        if (calls.call(Function.COMPUTE_CAPABILITY, device, scratch, scratch.asSlice(8)) == NvmlAbi.SUCCESS) {
            put(facts, Fact.COMPUTE_CAPABILITY, scratch.get(JAVA_INT, 0) + "." + scratch.get(JAVA_INT, 8));
        }
        put(facts, Fact.SERIAL, calls.text(Function.SERIAL, device));
        put(facts, Fact.VBIOS, calls.text(Function.VBIOS, device));
        put(facts, Fact.PERSISTENCE, onOff(calls.figure(Function.PERSISTENCE, device)));
        put(facts, Fact.ECC, onOff(calls.firstOfTwo(Function.ECC_MODE, device)));
        put(facts, Fact.MIG, onOff(calls.firstOfTwo(Function.MIG_MODE, device)));
        return facts;
    }

    @Nullable
    String driver() {
        version.fill((byte) 0);
        return calls.call(Function.DRIVER_VERSION, version, NvmlAbi.VERSION_BYTES) == NvmlAbi.SUCCESS
                ? NvmlCalls.string(version, 0, NvmlAbi.VERSION_BYTES)
                : null;
    }

    /// Told as 13020 for 13.2.
    @Nullable
    String cuda() {
        int told = calls.call(Function.CUDA_VERSION, scratch) == NvmlAbi.SUCCESS ? scratch.get(JAVA_INT, 0) : 0;
        return told <= 0 ? null : told / 1000 + "." + told % 1000 / 10;
    }

    private Map<Limit, Double> limits(MemorySegment device) {
        Map<Limit, Double> limits = new EnumMap<>(Limit.class);
        put(limits, Limit.MEMORY, memory.total(device));
        put(limits, Limit.CLOCK_GRAPHICS, calls.figure(Function.MAX_CLOCK, device, NvmlAbi.CLOCK_GRAPHICS));
        put(limits, Limit.CLOCK_SM, calls.figure(Function.MAX_CLOCK, device, NvmlAbi.CLOCK_SM));
        put(limits, Limit.CLOCK_MEMORY, calls.figure(Function.MAX_CLOCK, device, NvmlAbi.CLOCK_MEM));
        put(limits, Limit.CLOCK_VIDEO, calls.figure(Function.MAX_CLOCK, device, NvmlAbi.CLOCK_VIDEO));
        put(limits, Limit.PCIE_GENERATION, calls.figure(Function.PCIE_MAX_GENERATION, device));
        put(limits, Limit.PCIE_GENERATION_DEVICE, calls.figure(Function.PCIE_DEVICE_GENERATION, device));
        put(limits, Limit.PCIE_WIDTH, calls.figure(Function.PCIE_MAX_WIDTH, device));
        put(limits, Limit.TEMPERATURE_SHUTDOWN, calls.figure(Function.THRESHOLD, device, NvmlAbi.THRESHOLD_SHUTDOWN));
        put(limits, Limit.TEMPERATURE_SLOWDOWN, calls.figure(Function.THRESHOLD, device, NvmlAbi.THRESHOLD_SLOWDOWN));
        put(limits, Limit.TEMPERATURE_MEMORY, calls.figure(Function.THRESHOLD, device, NvmlAbi.THRESHOLD_MEM_MAX));
        put(limits, Limit.TEMPERATURE_OPERATING, calls.figure(Function.THRESHOLD, device, NvmlAbi.THRESHOLD_GPU_MAX));
        put(limits, Limit.TEMPERATURE_TARGET, calls.figure(Function.THRESHOLD, device, NvmlAbi.THRESHOLD_ACOUSTIC_CURR));
        Values margins = fields.read(device);
        put(limits, Limit.MARGIN_SHUTDOWN, margins.of(SHUTDOWN));
        put(limits, Limit.MARGIN_SLOWDOWN, margins.of(SLOWDOWN));
        put(limits, Limit.MARGIN_OPERATING, margins.of(OPERATING));
        put(limits, Limit.MARGIN_MEMORY, margins.of(MEMORY));
        if (calls.call(Function.POWER_CONSTRAINTS, device, scratch, scratch.asSlice(8)) == NvmlAbi.SUCCESS) {
            put(limits, Limit.POWER_MIN, NvmlCalls.unsigned(scratch, 0) / 1000);
            put(limits, Limit.POWER_MAX, NvmlCalls.unsigned(scratch, 8) / 1000);
        }
        put(limits, Limit.POWER_DEFAULT, calls.figure(Function.POWER_LIMIT_DEFAULT, device) / 1000);
        put(limits, Limit.FANS, calls.figure(Function.FAN_COUNT, device));
        put(limits, Limit.CORES, calls.figure(Function.CORES, device));
        return limits;
    }

    private static @Nullable String onOff(double state) {
        return Double.isNaN(state) ? null : state == 0 ? "off" : "on";
    }

    private static void put(Map<Fact, String> facts, Fact fact, @Nullable String text) {
        if (text != null) {
            facts.put(fact, text);
        }
    }

    private static void put(Map<Limit, Double> limits, Limit limit, double value) {
        if (Double.isFinite(value)) {
            limits.put(limit, value);
        }
    }
}
