package gpudyno.model.meter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// One value pushed into a declared meter: the level of a gauge, the growth of a counter, or one observation of a distribution.
///
/// @param value finite; growth is zero or more
public record Sample(Series series, double value) {
    public Sample {
        if (series == null || !Double.isFinite(value)) {
            throw new IllegalArgumentException("a sample needs a series and a finite value, got " + value + " for " + series);
        }
    }

    /// A sample as it is sent: what is missing is no zero.
    @JsonCreator
    static Sample of(@JsonProperty("series") @Nullable Series series, @JsonProperty("value") @Nullable Double value) {
        if (series == null || value == null) {
            throw new IllegalArgumentException(
                    "a sample needs a series and a value, such as {\"series\": \"fan.speed{left}\", \"value\": 1200}; "
                            + (series == null ? "series" : "value") + " is missing");
        }
        return new Sample(series, value);
    }
}
