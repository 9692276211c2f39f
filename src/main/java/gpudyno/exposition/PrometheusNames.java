package gpudyno.exposition;

import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Names that Prometheus takes and `promtool check metrics` has nothing to say about, whatever a user calls a meter, its unit and its labels.
/// Two meters whose names would be one are told apart by a number.
final class PrometheusNames {
    /// What the format itself appends to names.
    private static final Pattern RESERVED = Pattern.compile(".*_(total|count|sum|bucket|created|info)");
    private final Set<String> taken = new HashSet<>();

    /// How a unit is written and what a value is multiplied by: Prometheus wants seconds and bytes.
    private record Unit(String word, double scale) {
        static Unit of(String unit) {
            return switch (unit.strip().toLowerCase(Locale.ROOT)) {
                case "ms", "millis", "milliseconds" -> new Unit("seconds", 1e-3);
                case "us", "µs", "microseconds" -> new Unit("seconds", 1e-6);
                case "ns", "nanoseconds" -> new Unit("seconds", 1e-9);
                case "s", "sec" -> new Unit("seconds", 1);
                case "b" -> new Unit("bytes", 1);
                case "", "1" -> new Unit("", 1);
                default -> new Unit(words(unit), 1);
            };
        }
    }

    static double scale(Meter meter) {
        return Unit.of(meter.unit()).scale;
    }

    /// Dots become underscores, camel case becomes snake case, and the unit ends the name where the id does not hold it already. Without what
    /// the format appends to counters.
    String of(Meter meter) {
        String name = "gpudyno_" + words(meter.id());
        Unit unit = Unit.of(meter.unit());
        if (unit.scale != 1) {
            name = name.replaceFirst("_(ms|us|ns|millis|micros|nanos)$", "");
        }
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

    /// Label names, made fit and different.
    static String[] labels(List<String> names) {
        Set<String> taken = new HashSet<>();
        String[] labels = new String[names.size()];
        for (int i = 0; i < labels.length; i++) {
            String label = words(names.get(i));
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
