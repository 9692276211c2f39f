package gpudyno.console.alerts;

import gpudyno.console.kit.Suggestions.Suggestion;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// What may be written at a place of a condition: functions, figures and meters of the node.
final class ExpressionWords {
    private static final String BURN = "burn";
    private static final int MOST = 40;
    private static final Set<MeterKind> LEVELS = EnumSet.of(MeterKind.GAUGE, MeterKind.COUNTER);
    private static final Set<MeterKind> SPREADS = EnumSet.of(MeterKind.DISTRIBUTION);
    private static final Map<String, Function> FUNCTIONS = functions();
    private static final Map<String, String> DERIVED = derived();

    private final Supplier<List<Meter>> meters;

    /// @param takes kinds of meters it is asked of
    private record Function(String help, Set<MeterKind> takes) {}

    /// @param meters of the node in view
    ExpressionWords(Supplier<List<Meter>> meters) {
        this.meters = meters;
    }

    /// Names of the functions offered.
    static Set<String> functionNames() {
        return FUNCTIONS.keySet();
    }

    private static Map<String, Function> functions() {
        Map<String, Function> all = new LinkedHashMap<>();
        all.put("p95", new Function("95 % of a distribution's values lie below", SPREADS));
        all.put("p99", new Function("99 % of a distribution's values lie below", SPREADS));
        all.put("p90", new Function("90 % of a distribution's values lie below", SPREADS));
        all.put("p50", new Function("median of a distribution", SPREADS));
        all.put("mean", new Function("mean of a gauge or a distribution", EnumSet.of(MeterKind.GAUGE, MeterKind.DISTRIBUTION)));
        all.put("max", new Function("the highest of all series", LEVELS));
        all.put("min", new Function("the lowest of all series", LEVELS));
        all.put("sum", new Function("all series together", LEVELS));
        all.put("rate", new Function("per second", EnumSet.of(MeterKind.COUNTER, MeterKind.DISTRIBUTION)));
        all.put("count", new Function("how many values", EnumSet.allOf(MeterKind.class)));
        all.put(BURN, new Function("how many times too fast an error budget goes: burn(99.0, \"1h\")", Set.of()));
        all.put("forecast", new Function("what a meter is forecast to read: forecast(\"memory.percent\", \"30m\")", Set.of()));
        return all;
    }

    private static Map<String, String> derived() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(DerivedMeters.LATENCY_P95, "ms, of requests");
        all.put(DerivedMeters.LATENCY_P50, "ms, of requests");
        all.put(DerivedMeters.LATENCY_P99, "ms, of requests");
        all.put(DerivedMeters.LATENCY_MISS_P95, "ms, of requests the cache did not answer");
        all.put(DerivedMeters.ERRORS_PERCENT, "% of requests that failed");
        all.put(DerivedMeters.MEMORY_PERCENT, "%, the busiest device");
        all.put(DerivedMeters.CACHE_HIT_PERCENT, "% of items answered by the cache");
        all.put(DerivedMeters.THROUGHPUT, "correct answers per second");
        all.put(DerivedMeters.OFFERED, "requests per second that arrive");
        return all;
    }

    /// @param asked whether everything is wanted where nothing is begun yet
    List<Suggestion> at(String text, int caret, boolean asked) {
        String before = text.substring(0, Math.clamp(caret, 0, text.length()));
        if (before.chars().filter(c -> c == '"').count() % 2 == 1) {
            return List.of();
        }
        int from = before.length();
        while (from > 0 && isPartOfName(before.charAt(from - 1))) {
            from--;
        }
        String word = before.substring(from).toLowerCase(Locale.ROOT);
        Function inside = enclosing(before.substring(0, from).stripTrailing());
        if (word.isEmpty() && !asked && inside == null || !word.isEmpty() && Character.isDigit(word.charAt(0)) && inside == null) {
            return List.of();
        }
        List<Suggestion> all = inside == null ? top(from, word) : arguments(from, word, inside);
        boolean complete = all.size() == 1 && all.getFirst().text().equals(word);
        return complete ? List.of() : all.stream().limit(MOST).toList();
    }

    private static boolean isPartOfName(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_';
    }

    /// The function whose first argument is being written; null where none is.
    private static @org.jspecify.annotations.Nullable Function enclosing(String before) {
        if (!before.endsWith("(")) {
            return null;
        }
        int end = before.length() - 1;
        int start = end;
        while (start > 0 && isPartOfName(before.charAt(start - 1))) {
            start--;
        }
        return FUNCTIONS.get(before.substring(start, end));
    }

    private List<Suggestion> top(int from, String word) {
        List<Suggestion> all = new ArrayList<>();
        FUNCTIONS.forEach((name, function) -> {
            if (name.startsWith(word)) {
                all.add(new Suggestion(from, name + "(", function.help));
            }
        });
        DERIVED.forEach((id, help) -> {
            if (id.contains(word)) {
                all.add(new Suggestion(from, id, help));
            }
        });
        // A distribution by its name alone is no figure.
        meters(word).stream().filter(meter -> !DERIVED.containsKey(meter.id())).forEach(meter -> all.add(new Suggestion(from,
                meter.kind() == MeterKind.DISTRIBUTION ? "p95(" + meter.id() + ")" : meter.id(), hint(meter))));
        return sorted(all, word);
    }

    private List<Suggestion> arguments(int from, String word, Function inside) {
        if (inside.takes.isEmpty()) {
            return word.isEmpty()
                    ? List.of(new Suggestion(from, "99.0, \"1h\")", "99 % of requests may not fail, over one hour"),
                            new Suggestion(from, "99.0, \"3d\")", "over three days"),
                            new Suggestion(from, "99.9, \"1h\")", "99.9 %, over one hour"))
                    : List.of();
        }
        return sorted(meters(word).stream().filter(meter -> inside.takes.contains(meter.kind()))
                .map(meter -> new Suggestion(from, meter.id() + ")", hint(meter))).toList(), word);
    }

    private List<Meter> meters(String word) {
        return meters.get().stream().filter(meter -> meter.id().toLowerCase(Locale.ROOT).contains(word)).toList();
    }

    private static String hint(Meter meter) {
        String unit = meter.unit().equals("1") ? "" : meter.unit() + ", ";
        return unit + meter.help();
    }

    /// What begins with the word before what holds it.
    private static List<Suggestion> sorted(List<Suggestion> all, String word) {
        return all.stream().sorted(Comparator.comparing(one -> !one.text().startsWith(word))).toList();
    }
}
