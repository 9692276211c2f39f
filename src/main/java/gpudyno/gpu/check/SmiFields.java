package gpudyno.gpu.check;

import gpudyno.model.gpu.DeviceReading;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.gpu.Limit;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The fields that `nvidia-smi --query-gpu` and this program both have.
final class SmiFields {
    private static final double MIB = 1 << 20;

    private SmiFields() {
    }

    interface Figure {
        OptionalDouble of(DeviceState state);
    }

    interface Text {
        @Nullable
        String of(GpuDevice device);
    }

    /// @param tolerance by which a figure may differ, in the field's unit, because it is rounded or moves; infinite for a field that is
    ///        only shown beside
    record Quantity(String field, Figure figure, double tolerance) {}

    record Word(String field, Text text) {}

    private static Figure meter(Meter meter, double unit, String... labels) {
        return state -> {
            DeviceReading reading = state.reading();
            String[] all = new String[labels.length + 1];
            all[0] = state.device().id();
            System.arraycopy(labels, 0, all, 1, labels.length);
            OptionalDouble figure = reading == null ? OptionalDouble.empty() : reading.figure(meter, all);
            return figure.isEmpty() ? figure : OptionalDouble.of(figure.getAsDouble() / unit);
        };
    }

    private static Figure limit(Limit limit, double unit) {
        return state -> {
            OptionalDouble value = state.device().limit(limit);
            return value.isEmpty() ? value : OptionalDouble.of(value.getAsDouble() / unit);
        };
    }

    static List<Word> words() {
        return List.of(new Word("name", GpuDevice::name), new Word("uuid", GpuDevice::id),
                new Word("driver_version", device -> device.fact(Fact.DRIVER)),
                new Word("pci.bus_id", GpuDevice::busId), new Word("vbios_version", device -> device.fact(Fact.VBIOS)),
                new Word("compute_cap", device -> device.fact(Fact.COMPUTE_CAPABILITY)),
                new Word("persistence_mode", device -> enabled(device.fact(Fact.PERSISTENCE))),
                new Word("ecc.mode.current", device -> enabled(device.fact(Fact.ECC))),
                new Word("mig.mode.current", device -> enabled(device.fact(Fact.MIG))));
    }

    private static @Nullable String enabled(@Nullable String onOff) {
        return onOff == null ? null : onOff.equals("on") ? "Enabled" : "Disabled";
    }

    /// Words are the same but for capitals and the digits of a PCI domain.
    static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceFirst("^0000(?=[0-9a-f]{4}:)", "").strip();
    }

    static List<Quantity> quantities() {
        List<Quantity> all = new ArrayList<>();
        all.add(new Quantity("memory.total", limit(Limit.MEMORY, MIB), 1));
        all.add(new Quantity("memory.reserved", meter(GpuMeters.MEMORY_RESERVED, MIB), 2));
        all.add(new Quantity("memory.used", meter(GpuMeters.MEMORY_USED, MIB), 64));
        all.add(new Quantity("memory.free", meter(GpuMeters.MEMORY_FREE, MIB), 64));
        all.add(new Quantity("utilization.gpu", meter(GpuMeters.UTILIZATION, 1), 15));
        all.add(new Quantity("utilization.memory", meter(GpuMeters.MEMORY_UTILIZATION, 1), 15));
        all.add(new Quantity("temperature.gpu", meter(GpuMeters.TEMPERATURE, 1), 3));
        all.add(new Quantity("temperature.memory", meter(GpuMeters.TEMPERATURE_MEMORY, 1), 3));
        all.add(new Quantity("fan.speed", meter(GpuMeters.FAN, 1, "0"), 5));
        all.add(new Quantity("power.draw", meter(GpuMeters.POWER, 1), 30));
        all.add(new Quantity("power.limit", meter(GpuMeters.POWER_LIMIT_REQUESTED, 1), 0.1));
        all.add(new Quantity("enforced.power.limit", meter(GpuMeters.POWER_LIMIT, 1), 0.1));
        all.add(new Quantity("power.min_limit", limit(Limit.POWER_MIN, 1), 0.1));
        all.add(new Quantity("power.max_limit", limit(Limit.POWER_MAX, 1), 0.1));
        all.add(new Quantity("power.default_limit", limit(Limit.POWER_DEFAULT, 1), 0.1));
        all.add(new Quantity("clocks.gr", meter(GpuMeters.CLOCK_GRAPHICS, 1), 150));
        all.add(new Quantity("clocks.sm", meter(GpuMeters.CLOCK_SM, 1), 150));
        all.add(new Quantity("clocks.mem", meter(GpuMeters.CLOCK_MEMORY, 1), 150));
        all.add(new Quantity("clocks.max.gr", limit(Limit.CLOCK_GRAPHICS, 1), 0));
        all.add(new Quantity("clocks.max.sm", limit(Limit.CLOCK_SM, 1), 0));
        all.add(new Quantity("clocks.max.mem", limit(Limit.CLOCK_MEMORY, 1), 0));
        all.add(new Quantity("pcie.link.gen.current", meter(GpuMeters.PCIE_GENERATION, 1), 0));
        all.add(new Quantity("pcie.link.gen.max", limit(Limit.PCIE_GENERATION, 1), 0));
        all.add(new Quantity("pcie.link.width.current", meter(GpuMeters.PCIE_WIDTH, 1), 0));
        all.add(new Quantity("pcie.link.width.max", limit(Limit.PCIE_WIDTH, 1), 0));
        all.add(new Quantity("ecc.errors.corrected.volatile.total", meter(GpuMeters.ECC_VOLATILE_CORRECTED, 1), 0));
        all.add(new Quantity("ecc.errors.uncorrected.volatile.total", meter(GpuMeters.ECC_VOLATILE_UNCORRECTED, 1), 0));
        all.add(new Quantity("ecc.errors.corrected.aggregate.total", meter(GpuMeters.ECC_AGGREGATE_CORRECTED, 1), 0));
        all.add(new Quantity("ecc.errors.uncorrected.aggregate.total", meter(GpuMeters.ECC_AGGREGATE_UNCORRECTED, 1), 0));
        return all;
    }
}
