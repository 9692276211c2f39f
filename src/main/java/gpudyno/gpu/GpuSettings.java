package gpudyno.gpu;

import gpudyno.gpu.simulated.SimulationPlan;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where GPUs are looked for.
///
/// @param nvml path of NVIDIA's library NVML; empty for where drivers put it
/// @param sys where Linux shows its devices, `/sys`
/// @param proc where Linux shows its processes, `/proc`
/// @param simulation GPUs that are made up and stand in for those of the machine; null for the machine's own
public record GpuSettings(String nvml, Path sys, Path proc, @Nullable SimulationPlan simulation) {
    /// Of the machine's own GPUs.
    public GpuSettings(String nvml, Path sys, Path proc) {
        this(nvml, sys, proc, null);
    }

    /// As the system properties `gpudyno.nvml`, `gpudyno.sys` and `gpudyno.proc` say, else the environment variables `GPUDYNO_NVML`,
    /// `GPUDYNO_SYS` and `GPUDYNO_PROC`, else as usual.
    public static GpuSettings ofProcess() {
        return new GpuSettings(setting("nvml", ""), Path.of(setting("sys", "/sys")), Path.of(setting("proc", "/proc")));
    }

    /// The same with simulated GPUs in place of the machine's.
    public GpuSettings simulating(SimulationPlan plan) {
        return new GpuSettings(nvml, sys, proc, plan);
    }

    private static String setting(String name, String usual) {
        String property = System.getProperty("gpudyno." + name, "");
        String variable = System.getenv("GPUDYNO_" + name.toUpperCase(Locale.ROOT));
        return !property.isBlank() ? property : variable != null && !variable.isBlank() ? variable : usual;
    }
}
