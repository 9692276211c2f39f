package gpudyno.model.meter;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Anything that can be read.
///
/// @param id dotted lower-case words, such as `latency.response`
/// @param unit the unit of every value, such as `ms`, `bytes`, `percent`; `1` for plain counts
/// @param kind how it is read and rolled up
/// @param help one sentence for people
/// @param labelNames the labels every series of this meter carries, in order; empty for a single series
public record Meter(String id, String unit, MeterKind kind, String help, List<String> labelNames) {
    private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9]*(\\.[a-zA-Z0-9]+)*");

    public Meter {
        labelNames = List.copyOf(Objects.requireNonNullElse(labelNames, List.of()));
        help = Objects.requireNonNullElse(help, "");
        unit = Objects.requireNonNullElse(unit, "1");
        if (kind == null) {
            throw new IllegalArgumentException("meter " + id + ": a kind is needed: GAUGE, COUNTER or DISTRIBUTION");
        }
        if (id == null || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "meter id '" + id + "': dotted words of letters and digits are allowed, such as latency.response");
        }
    }

    public static Meter gauge(String id, String unit, String help, String... labelNames) {
        return new Meter(id, unit, MeterKind.GAUGE, help, List.of(labelNames));
    }

    public static Meter counter(String id, String unit, String help, String... labelNames) {
        return new Meter(id, unit, MeterKind.COUNTER, help, List.of(labelNames));
    }

    public static Meter distribution(String id, String unit, String help, String... labelNames) {
        return new Meter(id, unit, MeterKind.DISTRIBUTION, help, List.of(labelNames));
    }

    /// The series of this meter with the given label values, one for each label name in order.
    public Series series(String... labelValues) {
        if (labelValues.length != labelNames.size()) {
            throw new IllegalArgumentException("meter " + id + " has labels " + labelNames + ", got " + labelValues.length + " values");
        }
        return new Series(id, List.of(labelValues));
    }
}
