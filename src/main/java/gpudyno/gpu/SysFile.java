package gpudyno.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Reads what the Linux kernel shows in files, one value or a few lines each, and lists its folders.
public final class SysFile {
    private SysFile() {
    }

    /// Empty where there is no such file, or the driver refuses to tell.
    public static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /// What a folder holds, sorted; nothing if it cannot be read.
    public static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /// NaN where there is none.
    public static double number(Path file) {
        return number(text(file));
    }

    public static double number(String text) {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /// The first of several files that holds a number; NaN if none does.
    public static double first(Path folder, String... names) {
        for (String name : names) {
            double value = number(folder.resolve(name));
            if (!Double.isNaN(value)) {
                return value;
            }
        }
        return Double.NaN;
    }

    /// The PCIe generation of a speed such as `16.0 GT/s PCIe`; NaN for any other text.
    public static double generation(String speed) {
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
