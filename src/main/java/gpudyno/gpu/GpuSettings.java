package gpudyno.gpu;

import java.nio.file.Path;
import java.util.Locale;

/// Where GPUs are looked for.
///
/// @param nvml path of NVIDIA's library NVML; empty for where drivers put it
/// @param sys where Linux shows its devices, `/sys`
/// @param proc where Linux shows its processes, `/proc`
public record GpuSettings(String nvml, Path sys, Path proc) {
    /// As the system properties `gpudyno.nvml`, `gpudyno.sys` and `gpudyno.proc` say, else the environment variables `GPUDYNO_NVML`,
    /// `GPUDYNO_SYS` and `GPUDYNO_PROC`, else as usual.
    public static GpuSettings ofProcess() {
        return new GpuSettings(setting("nvml", ""), Path.of(setting("sys", "/sys")), Path.of(setting("proc", "/proc")));
    }

    private static String setting(String name, String usual) {
        String property = System.getProperty("gpudyno." + name, "");
        String variable = System.getenv("GPUDYNO_" + name.toUpperCase(Locale.ROOT));
        return !property.isBlank() ? property : variable != null && !variable.isBlank() ? variable : usual;
    }
}
