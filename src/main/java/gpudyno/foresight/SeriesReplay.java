package gpudyno.foresight;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Scores a recorded series as a node would have, had it watched: line by line, each score written before the next line is read.
public final class SeriesReplay {
    private static final String HEADER = "timestamp,value,score";
    private static final double MILLISECONDS_FROM = 1e11;
    private final AnomalyDetector detector = new AnomalyDetector();
    private int timestampColumn;
    private int valueColumn;

    /// @param in CSV with a header that names `timestamp` and `value`. Timestamps are as in ISO 8601, with a space or a `T`, without a
    ///        zone taken as UTC; or seconds or milliseconds since 1970
    /// @param out timestamp and value as they were read, and the score in [0, 1]
    /// @return values scored
    /// @throws IllegalArgumentException if a line cannot be read; it names the line, and the lines before it are in `out`
    public long replay(BufferedReader in, Writer out) throws IOException {
        String first = in.readLine();
        header(first == null ? "" : first);
        out.write(HEADER + "\n");
        long scored = 0;
        long number = 1;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            if (!line.isBlank()) {
                out.write(scored(line, number));
                scored++;
            }
        }
        out.flush();
        return scored;
    }

    private void header(String line) {
        List<String> names = Arrays.stream((line.startsWith("\uFEFF") ? line.substring(1) : line).split(",", -1)).map(String::strip)
                .map(name -> name.toLowerCase(Locale.ROOT)).toList();
        timestampColumn = names.indexOf("timestamp");
        valueColumn = names.indexOf("value");
        if (timestampColumn < 0 || valueColumn < 0) {
            throw new IllegalArgumentException("line 1: a header is needed that names the columns timestamp and value");
        }
    }

    private String scored(String line, long number) {
        String[] cells = line.split(",", -1);
        if (cells.length <= Math.max(timestampColumn, valueColumn)) {
            throw new IllegalArgumentException("line " + number + ": " + cells.length + " column" + (cells.length == 1 ? "" : "s")
                    + ", a timestamp and a value are needed");
        }
        String timestamp = cells[timestampColumn].strip();
        String value = cells[valueColumn].strip();
        double score = detector.score(seconds(timestamp, number), value(value, number));
        return timestamp + "," + value + "," + String.format(Locale.ROOT, "%.6f", score) + "\n";
    }

    private static double value(String text, long number) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("line " + number + ": the value is no number: " + shown(text), e);
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("line " + number + ": the value is not finite: " + shown(text));
        }
        return value;
    }

    private static double seconds(String text, long number) {
        String iso = text.replace(' ', 'T');
        try {
            if (iso.indexOf('T') < 0) {
                double since = Double.parseDouble(text);
                if (Double.isFinite(since)) {
                    return Math.abs(since) >= MILLISECONDS_FROM ? since / 1000 : since;
                }
            } else if (iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > iso.indexOf('T')) {
                return OffsetDateTime.parse(iso).toEpochSecond();
            } else {
                return LocalDateTime.parse(iso).toEpochSecond(ZoneOffset.UTC);
            }
        } catch (DateTimeException | NumberFormatException _) {
            // Told below, as a number that is not finite is.
        }
        throw new IllegalArgumentException(
                "line " + number + ": the timestamp is neither a time such as 2026-01-31 12:00:00 nor seconds since 1970: " + shown(text));
    }

    /// A line of a file may be long, and hold control characters.
    private static String shown(String text) {
        String start = text.substring(0, Math.min(text.length(), 40)).replaceAll("\\p{Cntrl}", "?");
        return '"' + start + (text.length() > 40 ? "…" : "") + '"';
    }
}
