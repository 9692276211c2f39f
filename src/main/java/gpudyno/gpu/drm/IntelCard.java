package gpudyno.gpu.drm;

import gpudyno.gpu.Figures;
import gpudyno.gpu.SysFile;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Meters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// A card run by one of Intel's drivers, i915 or xe.
///
/// The drivers count the energy that was taken, so power is its growth between two readings. They do not tell how busy the card is: that is the
/// sum over processes, and told only if this process may see all others.
final class IntelCard extends Card {
    /// Why clocks are low, by the name of the file: `throttle_reason_...` in i915, `throttle/reason_...` in xe.
    private static final Map<Meter, List<String>> REASONS = Map.of(GpuMeters.THROTTLE_POWER, List.of("pl1", "pl2", "pl4", "vr_tdc"),
            GpuMeters.THROTTLE_THERMAL, List.of("thermal", "ratl", "vr_thermalert"), GpuMeters.THROTTLE_HARDWARE, List.of("prochot"));
    private static final Path XE_GT = Path.of("tile0", "gt0", "freq0");

    private final LongSupplier nanos;
    private double lastJoules = Double.NaN;
    private long lastNanos;

    /// @param nanos a monotonic clock, in nanoseconds
    IntelCard(Path card, LongSupplier nanos) {
        super(card);
        this.nanos = nanos;
    }

    @Override
    Maker maker() {
        return Maker.INTEL;
    }

    @Override
    String id(String address) {
        return "pci-" + address;
    }

    @Override
    Map<Limit, Double> limits() {
        Map<Limit, Double> limits = super.limits();
        put(limits, Limit.MEMORY, memoryTotal());
        put(limits, Limit.CLOCK_GRAPHICS, Sensors.or(SysFile.first(device.resolve(XE_GT), "rp0_freq", "max_freq"),
                Sensors.or(SysFile.first(card.resolve(Path.of("gt", "gt0")), "rps_RP0_freq_mhz", "rps_max_freq_mhz"),
                        SysFile.first(card, "gt_RP0_freq_mhz", "gt_max_freq_mhz"))));
        put(limits, Limit.POWER_DEFAULT, sensors.value("power1_rated_max") / 1e6);
        put(limits, Limit.TEMPERATURE_SLOWDOWN, sensors.labelled("temp", "pkg", "crit") / 1000);
        put(limits, Limit.TEMPERATURE_SHUTDOWN, sensors.labelled("temp", "pkg", "emergency") / 1000);
        put(limits, Limit.TEMPERATURE_MEMORY, sensors.labelled("temp", "vram", "crit") / 1000);
        return limits;
    }

    private double memoryTotal() {
        return Sensors.or(SysFile.number(card.resolve("lmem_total_bytes")),
                SysFile.number(device.resolve(Path.of("tile0", "physical_vram_size_bytes"))));
    }

    @Override
    void read(Figures into, Clients.OfCard processes) {
        super.read(into, processes);
        double total = memoryTotal();
        double free = SysFile.number(card.resolve("lmem_avail_bytes"));
        into.put(GpuMeters.MEMORY_TOTAL, total);
        into.put(GpuMeters.MEMORY_FREE, free);
        into.put(GpuMeters.MEMORY_USED, total - free);
        into.put(Meters.MEMORY, 100 * (total - free) / total);
        into.put(GpuMeters.CLOCK_GRAPHICS, Sensors.or(SysFile.first(device.resolve(XE_GT), "act_freq", "cur_freq"),
                Sensors.or(SysFile.first(card.resolve(Path.of("gt", "gt0")), "rps_act_freq_mhz", "rps_cur_freq_mhz"),
                        SysFile.first(card, "gt_act_freq_mhz", "gt_cur_freq_mhz"))));
        into.put(GpuMeters.TEMPERATURE,
                Sensors.or(sensors.labelled("temp", "pkg", "input"), sensors.unlabelled("temp", "input")) / 1000);
        into.put(GpuMeters.TEMPERATURE_MEMORY, sensors.labelled("temp", "vram", "input") / 1000);
        into.put(GpuMeters.FAN_SPEED, sensors.value("fan1_input"), "0");
        into.put(GpuMeters.POWER_LIMIT, sensors.value("power1_max") / 1e6);
        power(into);
        REASONS.forEach((meter, names) -> into.put(meter, isThrottled(names)));
        into.throttled();
        if (processes.complete()) {
            into.put(GpuMeters.UTILIZATION, Engines.COMPUTE.busiest(processes.uses()));
            into.put(GpuMeters.DECODER_UTILIZATION, Engines.VIDEO.busiest(processes.uses()));
        }
    }

    /// The whole card where the driver tells that, else the chip.
    private void power(Figures into) {
        double joules = Sensors.or(sensors.labelled("energy", "card", "input"),
                Sensors.or(sensors.labelled("energy", "pkg", "input"), sensors.unlabelled("energy", "input"))) / 1e6;
        long now = nanos.getAsLong();
        into.put(GpuMeters.ENERGY, joules);
        double watts = (joules - lastJoules) / ((now - lastNanos) / 1e9);
        into.put(GpuMeters.POWER, watts >= 0 ? watts : Double.NaN);
        lastJoules = joules;
        lastNanos = now;
    }

    /// 1 if one of several reasons holds, 0 if none does, NaN if none is told.
    private double isThrottled(List<String> names) {
        double throttled = Double.NaN;
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            files.add(card.resolve(Path.of("gt", "gt0", "throttle_reason_" + name)));
            files.add(device.resolve(XE_GT).resolve(Path.of("throttle", "reason_" + name)));
        }
        for (Path file : files) {
            double value = SysFile.number(file);
            throttled = Double.isNaN(value) ? throttled : Math.max(Sensors.or(throttled, 0), value == 0 ? 0 : 1);
        }
        return throttled;
    }
}
