package gpudyno.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where a user's settings lie, apart from what a node measured: `GPUDYNO_CONFIG` if set, else by the conventions of XDG, macOS or Windows.
final class ConfigFolder {
    private ConfigFolder() {
    }

    static Path platformDefault() {
        return of(System.getProperty("os.name", ""), Path.of(System.getProperty("user.home")), System.getenv());
    }

    /// @param system the operating system's name as Java gives it
    static Path of(String system, Path home, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (isSet(environment, "GPUDYNO_CONFIG")) {
            return Path.of(environment.getOrDefault("GPUDYNO_CONFIG", ""));
        }
        if (name.contains("mac")) {
            return home.resolve("Library/Preferences/GPU Dyno");
        }
        if (name.contains("win")) {
            return base(environment, "APPDATA", home.resolve("AppData/Roaming")).resolve("GPU Dyno");
        }
        return base(environment, "XDG_CONFIG_HOME", home.resolve(".config")).resolve("gpudyno");
    }

    private static Path base(Map<String, String> environment, String variable, Path otherwise) {
        return isSet(environment, variable) ? Path.of(environment.getOrDefault(variable, "")) : otherwise;
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }
}
