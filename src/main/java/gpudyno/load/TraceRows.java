package gpudyno.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A trace's arrivals in the order of its lines, read one after another. Closes its reader at the end.
final class TraceRows {
    static final int MOST_TOKENS = 2_000_000;
    private static final int MOST_BLOCKS = 200_000;
    /// No record of an inference server is older or younger, in seconds of the Unix epoch.
    private static final double LATEST = OffsetDateTime.of(2200, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC).toEpochSecond();
    private static final String GOOD_CSV = "'2023-11-16 18:15:46.5,374,44' or '1.5,374,44' under 'TIMESTAMP,ContextTokens,GeneratedTokens'"
            + " or 'offset_s,input_tokens,output_tokens'";
    private static final String GOOD_JSON = "{\"timestamp\": 27482, \"input_length\": 374, \"output_length\": 44, \"hash_ids\": [46, 47]}";
    private static final Pattern SLASHED = Pattern.compile("\\d{4}/\\d\\d?/.*");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9]{1,40}\\.?[0-9]{0,40}|\\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param stamp as written; of a date, seconds of the epoch
    /// @param dated whether it was a date
    record Row(long line, double stamp, boolean dated, int inputTokens, int outputTokens, List<Long> blocks) {}

    private final String name;
    private final BufferedReader reader;
    private final StringBuilder buffer = new StringBuilder();
    private long line;
    private @Nullable MappingIterator<JsonNode> objects;
    private List<String> head = List.of();
    private Map<TraceColumns, Integer> places = Map.of();
    private char separator = ',';
    private final Map<String, Optional<TraceColumns>> known = new HashMap<>();
    private Trace.@Nullable Unit unit;

    /// @param name of the file, for people
    TraceRows(String name, BufferedReader reader) throws IOException {
        this.name = name;
        this.reader = reader;
        try {
            begin();
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private void begin() throws IOException {
        int first = 0;
        while (first >= 0 && (Character.isWhitespace(first) || first == 0 || first == '\uFEFF')) {
            line += first == '\n' ? 1 : 0;
            reader.mark(1);
            first = reader.read();
        }
        if (first < 0) {
            throw new IllegalArgumentException("trace " + name + " holds no arrival; a good line is " + GOOD_CSV + ", or " + GOOD_JSON);
        }
        reader.reset();
        if (first == '{' || first == '[') {
            objects = JSON.readerFor(JsonNode.class).readValues(reader);
        } else {
            readHead();
        }
    }

    private void readHead() throws IOException {
        String text = String.valueOf(TextFile.line(reader, buffer)).strip();
        line++;
        while (text.startsWith("#") || text.isEmpty() || text.matches("sep=.")) {
            // Remarks, and what tells a spreadsheet its separator.
            String next = TextFile.line(reader, buffer);
            if (next == null) {
                throw wrong(text, "no line names the columns", GOOD_CSV);
            }
            text = next.strip();
            line++;
        }
        separator = text.indexOf('\t') >= 0 ? '\t' : text.indexOf(';') >= 0 ? ';' : ',';
        head = TraceColumns.cells(text, separator);
        places = TraceColumns.places(head);
        if (!places.containsKey(TraceColumns.TIME) || !places.containsKey(TraceColumns.INPUT)) {
            throw wrong(text, "the first line must name a column of "
                    + (places.containsKey(TraceColumns.TIME) ? "input tokens" : "arrival times") + ", got " + head, GOOD_CSV);
        }
        unit = TraceColumns.unit(head.get(places.get(TraceColumns.TIME)));
    }

    /// The unit named by the column of times; null if it names none.
    Trace.@Nullable Unit unit() {
        return unit;
    }

    /// Whether stamps are those of BurstGPT, which are seconds and whole.
    boolean isBurstGpt() {
        return head.stream().anyMatch("Request tokens"::equalsIgnoreCase);
    }

    boolean isJson() {
        return objects != null;
    }

    /// Null at the end.
    ///
    /// @throws IllegalArgumentException naming file and line of what is no arrival
    @Nullable
    Row next() throws IOException {
        Row row = objects != null ? nextObject(objects) : nextLine();
        if (row == null) {
            reader.close();
        }
        return row;
    }

    private @Nullable Row nextLine() throws IOException {
        String text = TextFile.line(reader, buffer);
        line++;
        while (text != null && (text.isBlank() || text.startsWith("#"))) {
            text = TextFile.line(reader, buffer);
            line++;
        }
        if (text == null) {
            return null;
        }
        List<String> cells = TraceColumns.cells(text, separator);
        try {
            String stamp = cell(cells, TraceColumns.TIME);
            return row(stamp, cell(cells, TraceColumns.INPUT), cell(cells, TraceColumns.OUTPUT), List.of());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong(text, String.valueOf(e.getMessage()), GOOD_CSV);
        }
    }

    private String cell(List<String> cells, TraceColumns column) {
        Integer place = places.get(column);
        if (place == null) {
            return "";
        }
        if (place >= cells.size()) {
            throw new IllegalArgumentException("it has " + cells.size() + " columns, the first line has " + head.size());
        }
        String cell = cells.get(place);
        return separator == ';' ? cell.replace(',', '.') : cell;
    }

    private @Nullable Row nextObject(MappingIterator<JsonNode> values) throws IOException {
        try {
            if (!values.hasNextValue()) {
                return null;
            }
            long at = line + values.getParser().currentTokenLocation().getLineNr();
            JsonNode object = values.nextValue();
            try {
                return object(object, at);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw wrong(object.toString(), at, String.valueOf(e.getMessage()), GOOD_JSON);
            }
        } catch (JsonProcessingException e) {
            throw broken(e);
        }
    }

    private Row object(JsonNode object, long at) {
        Map<TraceColumns, JsonNode> found = new HashMap<>();
        collect(object, found);
        // Where the answers of OpenAI's API were logged.
        collect(object.path("usage"), found);
        List<Long> blocks = new ArrayList<>();
        for (JsonNode id : found.getOrDefault(TraceColumns.BLOCKS, JSON.missingNode())) {
            blocks.add(id.isIntegralNumber() ? id.asLong() : id.asText().hashCode());
        }
        if (blocks.size() > MOST_BLOCKS) {
            throw new IllegalArgumentException("it has " + blocks.size() + " block hashes; at most " + MOST_BLOCKS + " are taken");
        }
        Row row = row(text(found, TraceColumns.TIME), text(found, TraceColumns.INPUT), text(found, TraceColumns.OUTPUT), blocks);
        return new Row(at, row.stamp, row.dated, row.inputTokens, row.outputTokens, blocks);
    }

    private void collect(JsonNode object, Map<TraceColumns, JsonNode> found) {
        object.properties().forEach(field -> known.computeIfAbsent(field.getKey(), key -> {
            TraceColumns column = TraceColumns.of(key);
            if (column == TraceColumns.TIME && unit == null) {
                unit = TraceColumns.unit(key);
            }
            return Optional.ofNullable(column);
        }).ifPresent(column -> found.putIfAbsent(column, field.getValue())));
    }

    private static String text(Map<TraceColumns, JsonNode> found, TraceColumns column) {
        JsonNode value = found.get(column);
        return value == null || value.isNull() ? "" : value.asText().strip();
    }

    private Row row(String stamp, String input, String output, List<Long> blocks) {
        String written = SLASHED.matcher(stamp).matches() ? stamp.replace('/', '-') : stamp;
        boolean dated = written.indexOf('-', 1) > 0 && written.indexOf(':') > 0;
        return new Row(line, dated ? date(written) : stamp(stamp), dated, tokens("input tokens", input),
                output.isEmpty() ? 0 : tokens("output tokens", output), blocks);
    }

    private static double stamp(String text) {
        double value = number("the arrival time", text);
        if (!(value >= 0 && value <= LATEST * 1e9)) {
            throw new IllegalArgumentException("the arrival time must be a number from 0 on or a date until 2199, got '" + text + "'");
        }
        return value;
    }

    private static int tokens(String what, String text) {
        double value = number(what, text);
        if (!(value >= 0 && value <= MOST_TOKENS && value == Math.rint(value))) {
            throw new IllegalArgumentException(what + " must be a whole number from 0 to " + MOST_TOKENS + ", got '" + text + "'");
        }
        return (int) value;
    }

    /// Without the words `Infinity` and `NaN` and the suffixes that [Double#parseDouble] knows.
    private static double number(String what, String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(what + " is missing");
        }
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " must be a number, got '" + shortened(text) + "'");
        }
        return Double.parseDouble(text);
    }

    /// Seconds of the epoch; a date without an offset is taken as UTC.
    private static double date(String text) {
        String iso = text.replace(' ', 'T');
        LocalDateTime time;
        int offset = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-') > iso.indexOf('T') ? iso.lastIndexOf('-') : -1);
        if (iso.endsWith("Z")) {
            time = LocalDateTime.parse(iso.substring(0, iso.length() - 1));
        } else if (offset > 0) {
            time = LocalDateTime.parse(iso.substring(0, offset))
                    .minusSeconds(ZoneOffset.of(iso.substring(offset)).getTotalSeconds());
        } else {
            time = LocalDateTime.parse(iso);
        }
        if (time.getYear() < 1970 || time.getYear() >= 2200) {
            throw new IllegalArgumentException("the arrival time must lie in the years 1970 to 2199, got '" + text + "'");
        }
        return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time) / 1e6;
    }

    private IllegalArgumentException wrong(String text, String why, String good) {
        return wrong(text, line, why, good);
    }

    private IllegalArgumentException wrong(String text, long at, String why, String good) {
        return new IllegalArgumentException(
                "trace " + name + ", line " + at + ": '" + shortened(text) + "' is no arrival: " + why + "; a good line is " + good);
    }

    private IllegalArgumentException broken(JsonProcessingException e) {
        long at = line + (e.getLocation() == null ? 1 : e.getLocation().getLineNr());
        return new IllegalArgumentException(
                "trace " + name + ", line " + at + ": no JSON: " + e.getOriginalMessage() + "; a good line is " + GOOD_JSON, e);
    }

    private static String shortened(String text) {
        return text.length() <= 120 ? text : text.substring(0, 119) + "…";
    }
}
