package gpudyno.exposition;

import gpudyno.model.meter.MeterKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads Prometheus's text format and OpenMetrics, as any program may serve it: everything is bounded, and what is wrong is named by its line.
/// Names may hold any character where they are quoted, as Prometheus 3 writes them: `{"my.metric", "my.label"="x"} 1`.
///
/// Counters and gauges come as they are. Of histograms and summaries the `_count` and `_sum` come as counters; buckets and quantiles do not,
/// for quantiles cannot be merged and buckets would be guessed into ours.
public final class ScrapedText {
    /// The most characters read.
    public static final int LONGEST = 16 << 20;
    /// The most samples read.
    public static final int MOST = 20_000;
    private static final int LONGEST_LINE = 10_000;
    /// Without `5d` and what else Java, but no exposition, writes numbers with.
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:\\d++\\.?+\\d*+|\\.\\d++)(?:[eE][+-]?\\d{1,4})?");

    /// One value.
    ///
    /// @param labels by name, in the order of the names
    public record Scraped(String name, MeterKind kind, Map<String, String> labels, double value) {}

    private final Map<String, String> types = new HashMap<>();
    private final List<Scraped> samples = new ArrayList<>();

    private ScrapedText() {
    }

    /// @throws IllegalArgumentException if the text is longer than is read, holds more samples, or a line is none
    public static List<Scraped> read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("exposition of " + text.length() + " characters, at most " + LONGEST + " are read");
        }
        ScrapedText reading = new ScrapedText();
        int line = 0;
        for (int from = 0; from < text.length();) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end;
            line++;
            reading.line(line, text.substring(from, to).strip());
            from = to + 1;
        }
        return List.copyOf(reading.samples);
    }

    private void line(int number, String line) {
        if (line.length() > LONGEST_LINE) {
            throw new IllegalArgumentException("line " + number + " is longer than " + LONGEST_LINE + " characters");
        }
        if (line.startsWith("#")) {
            type(new Cursor(number, line));
            return;
        }
        if (!line.isEmpty()) {
            sample(new Cursor(number, line));
        }
    }

    /// Of comments only those that state a type matter; what else begins with `#` may be anything.
    private void type(Cursor at) {
        at.expect('#');
        if (at.takesWord("TYPE")) {
            String name = at.isAt('"') ? at.quoted() : at.word();
            String type = at.word();
            if (!name.isEmpty() && !type.isEmpty()) {
                types.put(name, type.toLowerCase(Locale.ROOT));
            }
        }
    }

    private void sample(Cursor at) {
        String name = at.isAt('{') ? "" : at.name();
        Map<String, String> labels = new TreeMap<>();
        if (at.takes('{')) {
            while (!at.takes('}')) {
                boolean quoted = at.isAt('"');
                String word = quoted ? at.quoted() : at.name();
                if (quoted && name.isEmpty() && !at.isAt('=')) {
                    name = word;
                } else {
                    at.expect('=');
                    if (labels.put(word, at.quoted()) != null) {
                        throw at.wrong("each label once, got '" + shortened(word) + "' twice");
                    }
                }
                if (!at.takes(',')) {
                    at.expect('}');
                    break;
                }
            }
        }
        if (name.isEmpty()) {
            throw at.wrong("a name");
        }
        double value = at.value();
        MeterKind kind = kind(name, labels);
        if (kind == MeterKind.DISTRIBUTION || !Double.isFinite(value)) {
            return;
        }
        if (samples.size() == MOST) {
            throw new IllegalArgumentException("more than " + MOST + " samples");
        }
        samples.add(new Scraped(name, kind, labels, value));
    }

    /// A distribution where the sample is a part of one that is left out.
    private MeterKind kind(String name, Map<String, String> labels) {
        String type = types.getOrDefault(name, "");
        if (type.equals("counter")) {
            return MeterKind.COUNTER;
        }
        if (type.equals("summary") || labels.containsKey("quantile") && type.isEmpty()) {
            return MeterKind.DISTRIBUTION;
        }
        int dash = name.lastIndexOf('_');
        String family = dash < 0 ? "" : types.getOrDefault(name.substring(0, dash), "");
        String suffix = dash < 0 ? "" : name.substring(dash);
        if (family.equals("histogram") || family.equals("summary")) {
            return suffix.equals("_count") || suffix.equals("_sum") ? MeterKind.COUNTER : MeterKind.DISTRIBUTION;
        }
        if (suffix.equals("_created") && !family.isEmpty()) {
            return MeterKind.DISTRIBUTION;
        }
        return suffix.equals("_total") && (family.equals("counter") || type.isEmpty()) ? MeterKind.COUNTER : MeterKind.GAUGE;
    }

    /// A number as expositions have it, which may be none or endless; empty for anything else.
    public static OptionalDouble number(String written) {
        return switch (written.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> OptionalDouble.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> NUMBER.matcher(written).matches() ? OptionalDouble.of(Double.parseDouble(written)) : OptionalDouble.empty();
        };
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(40, text.length()));
    }

    /// A place in a line.
    private static final class Cursor {
        private final int number;
        private final String line;
        private int at;

        Cursor(int number, String line) {
            this.number = number;
            this.line = line;
        }

        private IllegalArgumentException wrong(String expected) {
            return new IllegalArgumentException("line " + number + ", column " + (at + 1) + ": expected " + expected);
        }

        boolean isAt(char wanted) {
            skipBlanks();
            return at < line.length() && line.charAt(at) == wanted;
        }

        boolean takesWord(String wanted) {
            int from = at;
            if (word().equals(wanted)) {
                return true;
            }
            at = from;
            return false;
        }

        /// What comes before the next blank; empty at the line's end.
        String word() {
            skipBlanks();
            int from = at;
            while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
                at++;
            }
            return line.substring(from, at);
        }

        private void skipBlanks() {
            while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
                at++;
            }
        }

        String name() {
            skipBlanks();
            int from = at;
            while (at < line.length() && (Character.isLetterOrDigit(line.charAt(at)) || line.charAt(at) == '_' || line.charAt(at) == ':')) {
                at++;
            }
            if (from == at) {
                throw wrong("a name");
            }
            return line.substring(from, at);
        }

        boolean takes(char wanted) {
            skipBlanks();
            if (at < line.length() && line.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        void expect(char wanted) {
            if (!takes(wanted)) {
                throw wrong("'" + wanted + "'");
            }
        }

        String quoted() {
            expect('"');
            StringBuilder text = new StringBuilder();
            while (at < line.length() && line.charAt(at) != '"') {
                char c = line.charAt(at++);
                if (c == '\\' && at < line.length()) {
                    char escaped = line.charAt(at++);
                    text.append(escaped == 'n' ? '\n' : escaped);
                } else {
                    text.append(c);
                }
            }
            expect('"');
            return text.toString();
        }

        /// The value; a timestamp or exemplar after it is left.
        double value() {
            skipBlanks();
            int from = at;
            String written = word();
            OptionalDouble value = number(written);
            if (value.isEmpty()) {
                at = from;
                throw wrong("a number, got '" + shortened(written) + "'");
            }
            return value.getAsDouble();
        }
    }
}
