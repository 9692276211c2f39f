package gpudyno.model.knob;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Numbers with a unit as people write them: `64Mi`, `64 MiB` and `1.5 GB` where a knob counts bytes, `2 s` where it counts milliseconds, and
/// every knob's own unit. A decimal comma is a point.
final class WrittenNumber {
    /// Digits with a point, or with a comma that cannot mark thousands: `1,000 MiB` may mean two numbers.
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(?:\\.\\d{1,20}|,(?!\\d{3}$)\\d{1,20})?");
    private static final Map<String, BigDecimal> BYTES = Map.of("b", BigDecimal.ONE, "kib", power(1024, 1), "mib", power(1024, 2), "gib",
            power(1024, 3), "tib", power(1024, 4), "kb", power(1000, 1), "mb", power(1000, 2), "gb", power(1000, 3), "tb", power(1000, 4));
    private static final Map<String, BigDecimal> MILLISECONDS = Map.of("ms", BigDecimal.ONE, "s", power(1000, 1), "m",
            BigDecimal.valueOf(60_000), "min", BigDecimal.valueOf(60_000), "h", BigDecimal.valueOf(3_600_000), "d",
            BigDecimal.valueOf(86_400_000));

    /// How a unit is written short.
    private static final Map<String, String> SIGNS = Map.of("percent", "%", "1/s", "req/s", "rps", "req/s", "requests/s", "req/s");

    private WrittenNumber() {
    }

    private static BigDecimal power(long base, int exponent) {
        return BigDecimal.valueOf(base).pow(exponent);
    }

    /// What is written, as a number in a knob's unit; empty where it is no number, or has a unit that does not fit.
    static Optional<BigDecimal> in(String unit, String text) {
        String stripped = text.strip();
        int end = stripped.length();
        while (end > 0 && !Character.isDigit(stripped.charAt(end - 1))) {
            end--;
        }
        String digits = stripped.substring(0, end);
        String written = stripped.substring(end).strip();
        if (!NUMBER.matcher(digits).matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(digits.replace(',', '.'));
        if (written.isEmpty() || written.equals(unit) || written.equals(SIGNS.get(unit))) {
            return Optional.of(number);
        }
        return switch (unit) {
            case "bytes" -> Optional.ofNullable(BYTES.get(bytes(written)))
                    // A part of a byte is none; 1.43 MiB means the nearest.
                    .map(factor -> number.multiply(factor).setScale(0, RoundingMode.HALF_UP));
            case "ms" -> Optional.ofNullable(MILLISECONDS.get(written)).map(number::multiply);
            case "s" -> Optional.ofNullable(MILLISECONDS.get(written)).map(factor -> number.multiply(factor).movePointLeft(3));
            default -> Optional.empty();
        };
    }

    /// `Mi` is `MiB`.
    private static String bytes(String written) {
        String lower = written.toLowerCase(Locale.ROOT);
        return lower.equals("bytes") ? "b" : lower.length() == 2 && lower.endsWith("i") ? lower + "b" : lower;
    }

    /// An example of what else may be written; empty where only plain numbers are.
    static String example(String unit) {
        return switch (unit) {
            case "bytes" -> ", or with a unit such as 64 MiB";
            case "ms" -> " ms, or with a unit such as 2 s";
            case "s" -> " s, or with a unit such as 5 min";
            default -> "";
        };
    }
}
