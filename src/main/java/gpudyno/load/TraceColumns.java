package gpudyno.load;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names that public traces use for the same columns: Azure's LLM inference traces, Mooncake, BurstGPT, Qwen-Bailian, Vidur,
/// SplitwiseSim and what is derived of them. Case, spaces and signs do not matter; a time's unit may stand at its end (`offset_s`,
/// `arrival_time (ms)`).
enum TraceColumns {
    TIME("timestamp", "time", "arrivaltime", "arrivaltimestamp", "arrivedat", "arrival", "offset", "starttime", "requesttime",
            "requesttimestamp", "ts", "relativetime", "tstamp", "datetime", "created",
            "createdat", "submittime", "sendtime"),
    INPUT("contexttokens", "inputlength", "inputtokens", "prompttokens",
            "numprefilltokens", "requesttokens", "promptlen", "promptlength",
            "inputlen", "isl", "numprompttokens", "numinputtokens", "inputtokencount",
            "prompttokencount", "promptsize", "inputsize", "prefilltokens", "prefilllength", "prefilllen", "contextlength",
            "contextlen"),
    OUTPUT("generatedtokens", "outputlength", "outputtokens", "completiontokens", "numdecodetokens",
            "responsetokens", "outputlen", "osl",
            "responselength", "responselen", "numgeneratedtokens", "numoutputtokens", "completionlength", "completionlen",
            "outputtokencount", "generationtokens", "tokensize", "outputsize", "decodetokens",
            "decodelength", "decodelen", "generatedlength"),
    BLOCKS("hashids", "blockhashes", "hashes", "blockids");

    private static final Pattern UNIT = Pattern
            .compile(
                    "(.*?)[^a-z0-9]*(s|sec|secs|seconds?|ms|msecs?|millis|milliseconds?|us|micros|microseconds?|ns|nanos|nanoseconds?)[^a-z0-9]*");

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> names;

    TraceColumns(String... names) {
        this.names = Set.of(names);
    }

    /// Null for a column that is none of these.
    static @Nullable TraceColumns of(String written) {
        String plain = plain(written);
        for (TraceColumns column : values()) {
            if (column.names.contains(plain)) {
                return column;
            }
        }
        Matcher unit = UNIT.matcher(written.toLowerCase(Locale.ROOT).strip());
        return unit.matches() && TIME.names.contains(plain(unit.group(1))) ? TIME : null;
    }

    /// The unit a column of times names; null where it names none.
    static Trace.@Nullable Unit unit(String written) {
        Matcher unit = UNIT.matcher(written.toLowerCase(Locale.ROOT).strip());
        if (TIME.names.contains(plain(written)) || !unit.matches()) {
            return plain(written).equals("arrivedat") ? Trace.Unit.SECONDS : null;
        }
        String word = unit.group(2);
        return word.startsWith("ms") || word.startsWith("milli")
                ? Trace.Unit.MILLISECONDS
                : word.startsWith("us") || word.startsWith("micro")
                        ? Trace.Unit.MICROSECONDS
                        : word.startsWith("n") ? Trace.Unit.NANOSECONDS : Trace.Unit.SECONDS;
    }

    private static String plain(String written) {
        return written.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /// The position of each column in a header line; of columns with equal meaning, the first counts.
    static Map<TraceColumns, Integer> places(List<String> head) {
        Map<TraceColumns, Integer> places = new EnumMap<>(TraceColumns.class);
        for (int i = 0; i < head.size(); i++) {
            TraceColumns column = of(head.get(i));
            if (column != null) {
                places.putIfAbsent(column, i);
            }
        }
        return places;
    }

    /// The cells of a line; double quotes may stand around one.
    static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
