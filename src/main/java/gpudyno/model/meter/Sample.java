package gpudyno.model.meter;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/// One value pushed into a declared meter: the level of a gauge, the growth of a counter, or one observation of a distribution.
///
/// @param value finite; growth is zero or more
public record Sample(Series series, @JsonProperty(required = true) @JsonSetter(nulls = Nulls.FAIL) double value) {
    public Sample {
        if (series == null || !Double.isFinite(value)) {
            throw new IllegalArgumentException("a sample needs a series and a finite value, got " + value + " for " + series);
        }
    }
}
