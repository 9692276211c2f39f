package gpudyno.console.kit;

import java.util.List;
import java.util.stream.Collectors;

/// Comma-separated text (RFC 4180) grown line by line.
public final class Csv {
    private final StringBuilder text = new StringBuilder();

    public Csv(List<String> header) {
        line(header);
    }

    /// @param cells numbers and words; NaN and null are empty
    public Csv line(List<?> cells) {
        text.append(cells.stream().map(Csv::cell).collect(Collectors.joining(","))).append("\r\n");
        return this;
    }

    private static String cell(@org.jspecify.annotations.Nullable Object value) {
        if (value == null || value instanceof Double number && number.isNaN()) {
            return "";
        }
        String words = value.toString();
        // A spreadsheet takes words that begin so for a formula.
        String safe = value instanceof Number || words.isEmpty() || "=+-@".indexOf(words.charAt(0)) < 0 ? words : "'" + words;
        return safe.matches("(?s).*[,\"\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
