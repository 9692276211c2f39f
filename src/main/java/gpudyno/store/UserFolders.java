package gpudyno.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The folders of a user's files: as the user sets them, else by the conventions of XDG, macOS or Windows.
///
/// Folders of XDG count only where they are absolute, as its specification says. The user's home is `$HOME`; the account's home stands in
/// where that is not set.
public final class UserFolders {
    private UserFolders() {
    }

    /// The folder for a node's data: `GPUDYNO_DATA` if set.
    ///
    /// @throws StoreException if a name cannot be a file's here
    public static Path data() {
        return data(System.getProperty("os.name", ""), System.getProperty("user.home", ""), System.getenv());
    }

    /// The folder for a user's settings: `GPUDYNO_CONFIG` if set.
    ///
    /// @throws StoreException if a name cannot be a file's here
    public static Path config() {
        return config(System.getProperty("os.name", ""), System.getProperty("user.home", ""), System.getenv());
    }

    /// @param system the operating system's name as Java gives it
    public static Path data(String system, String accountHome, Map<String, String> environment) {
        return folder(system, accountHome, environment, new Names("GPUDYNO_DATA", "Library/Application Support/GPU Dyno", "LOCALAPPDATA",
                "AppData/Local", "XDG_DATA_HOME", ".local/share"));
    }

    /// @param system the operating system's name as Java gives it
    public static Path config(String system, String accountHome, Map<String, String> environment) {
        return folder(system, accountHome, environment, new Names("GPUDYNO_CONFIG", "Library/Preferences/GPU Dyno", "APPDATA",
                "AppData/Roaming", "XDG_CONFIG_HOME", ".config"));
    }

    /// The names of one kind of folder on each platform.
    private record Names(String own, String mac, String windowsVariable, String windows, String xdgVariable, String xdg) {}

    private static Path folder(String system, String accountHome, Map<String, String> environment, Names names) {
        String own = set(environment, names.own);
        if (own != null) {
            return path(names.own, own);
        }
        String platform = system.toLowerCase(Locale.ROOT);
        String set = set(environment, "HOME");
        Path home = set != null && !platform.contains("win") ? path("HOME", set) : path("the account's home", accountHome);
        if (platform.contains("mac")) {
            return home.resolve(names.mac);
        }
        if (platform.contains("win")) {
            String base = set(environment, names.windowsVariable);
            return (base == null ? home.resolve(names.windows) : path(names.windowsVariable, base)).resolve("GPU Dyno");
        }
        String base = set(environment, names.xdgVariable);
        Path xdg = base == null ? null : path(names.xdgVariable, base);
        return (xdg == null || !xdg.isAbsolute() ? home.resolve(names.xdg) : xdg).resolve("gpudyno");
    }

    private static @Nullable String set(Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value;
    }

    /// In a locale without the letters of a name, Java sees a replacement character in their place; a folder of such a name would be a wrong one.
    private static Path path(String what, String value) {
        try {
            if (value.indexOf('\uFFFD') < 0) {
                return Path.of(value);
            }
        } catch (InvalidPathException _) {
            // Reported below.
        }
        throw new StoreException(what + " names a folder with letters that the locale (" + System.getProperty("sun.jnu.encoding")
                + ") does not have: set LC_ALL to a UTF-8 locale, such as C.UTF-8");
    }
}
