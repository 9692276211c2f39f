package gpudyno.model.gpu;

import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Series;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;

/// What a device read at an instant.
///
/// @param figures by series, whose first label is the device; in the units of [gpudyno.model.meter.GpuMeters]. A counter's figure is its
///        whole count, as the driver tells it. What the driver does not tell is missing
public record DeviceReading(Instant at, Map<Series, Double> figures) {
    public DeviceReading {
        figures = Map.copyOf(figures);
    }

    /// Empty where the driver does not tell.
    ///
    /// @param labels the device's id, then those of the meter's other labels
    public OptionalDouble figure(Meter meter, String... labels) {
        Double value = figures.get(meter.series(labels));
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
