package gpudyno.model.tune;

import java.util.Map;
import java.util.TreeMap;

/// What one measurement read.
///
/// @param meters by meter id, in the meters' units; a meter that was not measured is absent
/// @param abortedBy why the measurement was stopped early (a target broken hard), or empty
public record Measurement(Map<String, Double> meters, String abortedBy) {
    public Measurement {
        meters = java.util.Collections.unmodifiableMap(new TreeMap<>(meters));
    }

    public Measurement(Map<String, Double> meters) {
        this(meters, "");
    }

    /// Whether it was stopped before its end; what it read is then of a part alone.
    public boolean wasStopped() {
        return !abortedBy.isEmpty();
    }

    /// The value of a meter, or NaN when it was not measured.
    public double value(String meter) {
        Double value = meters.get(meter);
        return value == null ? Double.NaN : value;
    }
}
