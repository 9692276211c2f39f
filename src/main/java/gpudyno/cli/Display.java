package gpudyno.cli;

import java.util.Locale;

/// Whether a window can be opened.
final class Display {
    private Display() {
    }

    static boolean isThere() {
        if (System.getProperty("glass.platform", "").equalsIgnoreCase("headless")) {
            return true;
        }
        boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        return !linux || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY");
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }
}
