package gpudyno.gpu.drm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Reads files in which the kernel shows one value each.
final class SysFile {
    private SysFile() {
    }

    /// Empty where there is no such file, or the driver refuses to tell.
    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /// NaN where there is none.
    static double number(Path file) {
        return number(text(file));
    }

    static double number(String text) {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /// The first of several files that holds a number; NaN if none does.
    static double first(Path folder, String... names) {
        for (String name : names) {
            double value = number(folder.resolve(name));
            if (!Double.isNaN(value)) {
                return value;
            }
        }
        return Double.NaN;
    }

    /// The PCIe generation of a speed such as `16.0 GT/s PCIe`; NaN for any other text.
    static double generation(String speed) {
        return switch (speed.toLowerCase(Locale.ROOT).replaceFirst("\\s*gt/s.*$", "")) {
            case "2.5" -> 1;
            case "5", "5.0" -> 2;
            case "8", "8.0" -> 3;
            case "16", "16.0" -> 4;
            case "32", "32.0" -> 5;
            case "64", "64.0" -> 6;
            default -> Double.NaN;
        };
    }
}
