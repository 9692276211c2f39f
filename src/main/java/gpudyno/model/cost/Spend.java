package gpudyno.model.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What a stretch of time cost.
///
/// @param deviceHours hours of all devices
/// @param time price of those hours; null where no price of time is declared
/// @param joules energy taken; null where it was neither measured nor declared
/// @param energy price of that energy; null where it or its tariff is unknown
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Spend(double deviceHours, @Nullable Double time, @Nullable Double joules, @Nullable Double energy) {
    /// Time and energy together, as far as they are known; null where neither is.
    public @Nullable Double money() {
        if (time == null) {
            return energy;
        }
        return energy == null ? time : Double.valueOf(time + energy);
    }
}
