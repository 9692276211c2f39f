package gpudyno.model.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The prices and the power by which a session counts the cost of its trials. They are fixed when it starts, so that all its trials are
/// counted alike, also those of a session that is resumed after prices have changed.
///
/// @param currency ISO 4217 code; null where nothing has a price
/// @param perHour price of an hour of all devices, without their energy; null where none is declared
/// @param perKwh price of energy at the session's start; null where none is declared, or no power is known
/// @param watts declared power, for machines that measure none; null where none is declared
/// @param energy how energy was known at the session's start
/// @param source where the price comes from, such as `declared`; empty without a price
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostBasis(@Nullable String currency, @Nullable Double perHour, @Nullable Double perKwh, @Nullable Double watts,
        EnergySource energy, String source) {
    /// Nothing is known.
    public static final CostBasis NONE = new CostBasis(null, null, null, null, EnergySource.UNKNOWN, "");

    /// Whether money can be counted.
    public boolean hasPrice() {
        return perHour != null || perKwh != null;
    }

    /// Whether neither money nor energy can be counted.
    public boolean isEmpty() {
        return !hasPrice() && energy == EnergySource.UNKNOWN;
    }
}
