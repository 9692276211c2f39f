package gpudyno.gpu.drm;

import gpudyno.gpu.DeviceControls;
import gpudyno.gpu.Figures;
import gpudyno.gpu.SysFile;
import gpudyno.model.gpu.Fact;
import gpudyno.model.gpu.Limit;
import gpudyno.model.gpu.Maker;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A card run by the driver amdgpu.
///
/// Its file `pcie_bw` is not read: a reading of it takes a second, which the driver spends counting.
final class AmdCard extends Card {
    /// The part of the host's memory that an integrated GPU has for itself is small and always nearly full; that says nothing of its load.
    private static final double SMALL_CARVE_OUT = 1 << 30;
    private static final Pattern CLOCK_LEVEL = Pattern.compile("(?m)^\\s*\\d+:\\s*(\\d+)\\s*M[Hh]z(\\s*\\*)?");
    private static final Pattern ERRORS = Pattern.compile("(?m)^(ue|ce):\\s*(\\d+)");

    AmdCard(Path card) {
        super(card);
    }

    @Override
    Maker maker() {
        return Maker.AMD;
    }

    @Override
    String id(String address) {
        String unique = SysFile.text(device.resolve("unique_id"));
        return unique.isEmpty() ? "pci-" + address : "AMD-" + unique;
    }

    @Override
    String product() {
        return SysFile.text(device.resolve("product_name"));
    }

    @Override
    DeviceControls controls(String id) {
        return new AmdControls(id, device);
    }

    @Override
    Map<Fact, String> facts(String driver, Path sys) {
        Map<Fact, String> facts = super.facts(driver, sys);
        String vbios = SysFile.text(device.resolve("vbios_version"));
        if (!vbios.isEmpty()) {
            facts.put(Fact.VBIOS, vbios);
        }
        String serial = SysFile.text(device.resolve("serial_number"));
        if (!serial.isEmpty()) {
            facts.put(Fact.SERIAL, serial);
        }
        return facts;
    }

    @Override
    Map<Limit, Double> limits() {
        Map<Limit, Double> limits = super.limits();
        put(limits, Limit.MEMORY, SysFile.number(device.resolve("mem_info_vram_total")));
        put(limits, Limit.CLOCK_GRAPHICS, clock("pp_dpm_sclk", true));
        put(limits, Limit.CLOCK_MEMORY, clock("pp_dpm_mclk", true));
        put(limits, Limit.TEMPERATURE_SLOWDOWN, sensors.value("temp1_crit") / 1000);
        put(limits, Limit.TEMPERATURE_SHUTDOWN, sensors.value("temp1_emergency") / 1000);
        put(limits, Limit.TEMPERATURE_MEMORY, sensors.labelled("temp", "mem", "crit") / 1000);
        put(limits, Limit.POWER_MIN, sensors.value("power1_cap_min") / 1e6);
        put(limits, Limit.POWER_MAX, sensors.value("power1_cap_max") / 1e6);
        put(limits, Limit.POWER_DEFAULT, sensors.value("power1_cap_default") / 1e6);
        put(limits, Limit.FAN_SPEED, sensors.value("fan1_max"));
        return limits;
    }

    @Override
    void read(Figures into, Clients.OfCard processes) {
        super.read(into, processes);
        memory(into);
        into.put(GpuMeters.UTILIZATION, SysFile.number(device.resolve("gpu_busy_percent")));
        into.put(GpuMeters.MEMORY_UTILIZATION, SysFile.number(device.resolve("mem_busy_percent")));
        into.put(GpuMeters.CLOCK_GRAPHICS, Sensors.or(sensors.labelled("freq", "sclk", "input") / 1e6, clock("pp_dpm_sclk", false)));
        into.put(GpuMeters.CLOCK_MEMORY, Sensors.or(sensors.labelled("freq", "mclk", "input") / 1e6, clock("pp_dpm_mclk", false)));
        into.put(GpuMeters.TEMPERATURE,
                Sensors.or(sensors.labelled("temp", "edge", "input"), sensors.unlabelled("temp", "input")) / 1000);
        into.put(GpuMeters.TEMPERATURE_HOTSPOT, sensors.labelled("temp", "junction", "input") / 1000);
        into.put(GpuMeters.TEMPERATURE_MEMORY, sensors.labelled("temp", "mem", "input") / 1000);
        into.put(GpuMeters.FAN, 100 * sensors.value("pwm1") / Sensors.or(sensors.value("pwm1_max"), 255), "0");
        into.put(GpuMeters.FAN_SPEED, sensors.value("fan1_input"), "0");
        double average = sensors.value("power1_average") / 1e6;
        double instant = sensors.value("power1_input") / 1e6;
        into.put(GpuMeters.POWER, Sensors.or(average, instant));
        into.put(GpuMeters.POWER_AVERAGE, average);
        into.put(GpuMeters.POWER_INSTANT, instant);
        into.put(GpuMeters.POWER_LIMIT, sensors.value("power1_cap") / 1e6);
        into.put(GpuMeters.PCIE_REPLAYS, SysFile.number(device.resolve("pcie_replay_count")));
        errors(into);
    }

    private void memory(Figures into) {
        double total = SysFile.number(device.resolve("mem_info_vram_total"));
        double used = SysFile.number(device.resolve("mem_info_vram_used"));
        into.put(GpuMeters.MEMORY_TOTAL, total);
        into.put(GpuMeters.MEMORY_USED, used);
        into.put(GpuMeters.MEMORY_FREE, total - used);
        if (total > SMALL_CARVE_OUT) {
            into.put(Meters.MEMORY, 100 * used / total);
        }
        double visible = SysFile.number(device.resolve("mem_info_vis_vram_total"));
        double visibleUsed = SysFile.number(device.resolve("mem_info_vis_vram_used"));
        into.put(GpuMeters.BAR1_TOTAL, visible);
        into.put(GpuMeters.BAR1_USED, visibleUsed);
        into.put(GpuMeters.BAR1_FREE, visible - visibleUsed);
        into.put(GpuMeters.SHARED_TOTAL, SysFile.number(device.resolve("mem_info_gtt_total")));
        into.put(GpuMeters.SHARED_USED, SysFile.number(device.resolve("mem_info_gtt_used")));
    }

    /// A table of clocks, one a line, the present one with a star.
    ///
    /// @param greatest whether the greatest is wanted, not the present one
    private double clock(String table, boolean greatest) {
        double found = Double.NaN;
        for (Matcher level = CLOCK_LEVEL.matcher(SysFile.text(device.resolve(table))); level.find();) {
            double clock = SysFile.number(level.group(1));
            if (greatest ? !(clock <= found) : level.group(2) != null) {
                found = clock;
            }
        }
        return found;
    }

    /// Errors since the driver was loaded, by the block of the chip.
    private void errors(Figures into) {
        double corrected = Double.NaN;
        double uncorrected = Double.NaN;
        for (Path file : SysFile.entries(device.resolve("ras"))) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith("_err_count")) {
                String place = name.substring(0, name.length() - "_err_count".length());
                for (Matcher line = ERRORS.matcher(SysFile.text(file)); line.find();) {
                    double count = SysFile.number(line.group(2));
                    if (line.group(1).equals("ue")) {
                        uncorrected = count + Sensors.or(uncorrected, 0);
                        into.put(GpuMeters.ECC_PLACE_VOLATILE_UNCORRECTED, count, place);
                    } else {
                        corrected = count + Sensors.or(corrected, 0);
                        into.put(GpuMeters.ECC_PLACE_VOLATILE_CORRECTED, count, place);
                    }
                }
            }
        }
        into.put(GpuMeters.ECC_VOLATILE_CORRECTED, corrected);
        into.put(GpuMeters.ECC_VOLATILE_UNCORRECTED, uncorrected);
    }
}
