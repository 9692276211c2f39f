package gpudyno.exposition;

import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names that Prometheus takes and `promtool check metrics` has nothing to say about, whatever a user calls a meter, its unit and its labels.
/// Two meters whose names would be one are told apart by a number.
final class PrometheusNames {
    /// What the format itself appends to names.
    private static final Pattern RESERVED = Pattern.compile(".*_(total|count|sum|bucket|created|info)");
    /// Words promtool takes for units that should be written out, and what they are written as here.
    private static final Map<String, String> WRITTEN_OUT = Map.ofEntries(Map.entry("s", "second"), Map.entry("sec", "second"),
            Map.entry("ms", "milli"), Map.entry("us", "micro"), Map.entry("ns", "nano"), Map.entry("b", "byte"), Map.entry("kb", "kilo"),
            Map.entry("mb", "mega"), Map.entry("gb", "giga"), Map.entry("tb", "tera"), Map.entry("pb", "peta"), Map.entry("m", "meter"),
            Map.entry("h", "hour"), Map.entry("d", "day"));
    /// Plurals of units that are not Prometheus's base units, which promtool wants converted; in the singular they are a word like others.
    private static final Pattern NO_BASE_UNIT = Pattern
            .compile("(milli|micro|nano|kilo|mega|giga|tera|kibi|mebi|gibi)[a-z]+s|minutes|hours|days|weeks|bits|inches|miles|pounds");
    private final Set<String> taken = new HashSet<>();

    /// How a unit is written and what a value is multiplied by: Prometheus wants seconds and bytes.
    private record Unit(String word, double scale) {
        static Unit of(String unit) {
            return switch (unit.strip().toLowerCase(Locale.ROOT)) {
                case "ms", "millis", "milliseconds" -> new Unit("seconds", 1e-3);
                case "us", "µs", "microseconds" -> new Unit("seconds", 1e-6);
                case "ns", "nanoseconds" -> new Unit("seconds", 1e-9);
                case "s", "sec" -> new Unit("seconds", 1);
                case "min", "minutes" -> new Unit("seconds", 60);
                case "h", "hours" -> new Unit("seconds", 3600);
                case "b" -> new Unit("bytes", 1);
                case "kb" -> new Unit("bytes", 1e3);
                case "mb" -> new Unit("bytes", 1e6);
                case "gb" -> new Unit("bytes", 1e9);
                case "kib" -> new Unit("bytes", 1L << 10);
                case "mib" -> new Unit("bytes", 1L << 20);
                case "gib" -> new Unit("bytes", 1L << 30);
                case "", "1" -> new Unit("", 1);
                default -> new Unit(fit(words(unit)), 1);
            };
        }
    }

    static double scale(Meter meter) {
        return Unit.of(meter.unit()).scale;
    }

    /// Dots become underscores, camel case becomes snake case, and the unit ends the name where the id does not hold it already. Without what
    /// the format appends to counters.
    String of(Meter meter) {
        Unit unit = Unit.of(meter.unit());
        String id = words(meter.id());
        if (unit.scale != 1) {
            id = id.replaceFirst("_(ms|us|ns|millis|micros|nanos|kb|mb|gb|min|minutes|hours)$", "");
        }
        String name = "gpudyno_" + fit(id);
        if (meter.kind() == MeterKind.COUNTER) {
            name = name.replaceFirst("(_total)+$", "");
        }
        name = unit.word.isEmpty() || name.endsWith("_" + unit.word) ? name : name + "_" + unit.word;
        if (RESERVED.matcher(name).matches()) {
            name += "_value";
        }
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private static String fit(String words) {
        return Arrays.stream(words.split("_")).map(word -> NO_BASE_UNIT.matcher(word).matches()
                ? word.substring(0, word.length() - 1)
                : WRITTEN_OUT.getOrDefault(word, word)).collect(Collectors.joining("_"));
    }

    /// Label names, made fit and different.
    static String[] labels(List<String> names) {
        Set<String> taken = new HashSet<>();
        String[] labels = new String[names.size()];
        for (int i = 0; i < labels.length; i++) {
            String label = words(names.get(i));
            if (label.isEmpty()) {
                // Of letters this format's classic names have not.
                label = names.get(i).codePoints().mapToObj(c -> "u" + Integer.toHexString(c)).collect(Collectors.joining("_"));
            }
            label = label.isEmpty() || Character.isDigit(label.charAt(0)) || Set.of("le", "quantile").contains(label)
                    ? "label_" + label
                    : label;
            String free = label;
            for (int n = 2; !taken.add(free); n++) {
                free = label + "_" + n;
            }
            labels[i] = free;
        }
        return labels;
    }

    private static String words(String text) {
        return text.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    }
}
