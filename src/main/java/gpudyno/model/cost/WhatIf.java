package gpudyno.model.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a knob's settings cost, as sessions measured them. Between two points nothing is known, so nothing is drawn as measured there.
///
/// @param knob its id, such as `gpu.powerLimit`
/// @param unit of its values
/// @param now its present value
/// @param points by value, smallest first
public record WhatIf(String knob, String unit, double now, List<Measured> points) {
    public WhatIf {
        points = List.copyOf(points);
    }

    /// @param perThousand cost of a thousand requests at the rate measured; null where nothing has a price
    /// @param joules energy of one request; null where it was not measured
    /// @param p95 ms
    /// @param interval 95 % interval of `perThousand`, low and high; empty with fewer than three repeats
    /// @param repeats measurements behind it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Measured(double value, @Nullable Double perThousand, @Nullable Double joules, double p95, List<Double> interval,
            int repeats) {
        public Measured {
            interval = List.copyOf(interval);
        }
    }
}
