package gpudyno.console.gpu;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What a device read at an instant, by series. What its driver does not tell is missing, never zero.
///
/// @param at the end of the second, or of the longer stretch, that the figures stand for
/// @param values gauges at their level, counters by their growth per second
record Figures(String device, Instant at, Map<Series, Double> values) {
    Figures {
        values = Map.copyOf(values);
    }

    static Figures none(String device) {
        return new Figures(device, Instant.EPOCH, Map.of());
    }

    static Figures of(String device, Frame frame) {
        Map<Series, Double> values = new TreeMap<>();
        frame.readings().forEach((series, reading) -> {
            if (!series.labels().isEmpty() && series.labels().getFirst().equals(device)) {
                switch (reading) {
                    case Reading.Gauge gauge -> values.put(series, gauge.mean());
                    case Reading.Counter(double growth) -> values.put(series, growth / frame.seconds());
                    case Reading.Distribution distribution -> values.put(series, distribution.values().mean());
                }
            }
        });
        return new Figures(device, frame.end(), values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    OptionalDouble of(Meter meter) {
        Double value = values.get(meter.series(device));
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /// The mean over all series of a meter that has more labels, such as the fans; empty where there is none.
    OptionalDouble mean(Meter meter) {
        return values.entrySet().stream().filter(entry -> entry.getKey().meter().equals(meter.id()))
                .mapToDouble(Map.Entry::getValue).average();
    }

    long count(Meter meter) {
        return values.keySet().stream().filter(series -> series.meter().equals(meter.id())).count();
    }
}
