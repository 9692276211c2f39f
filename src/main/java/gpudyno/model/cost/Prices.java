package gpudyno.model.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the node's operator declared: every figure of money rests on it.
///
/// @param currency ISO 4217 code, such as `USD`
/// @param deviceHour price of one device's hour, busy or idle; null where none is declared, and then time costs nothing
/// @param source where that price comes from: `declared`, or the list and its date
/// @param dated when that list was read; null where the operator declared the price
/// @param tariff price of energy by hour of day, as the node's time zone has it; empty where energy costs nothing
/// @param carbon grams of CO2 equivalent per kWh; null where unknown
/// @param watts power to assume where the machine tells none; null where energy stays unknown then
/// @param budget of a calendar month; null for none
/// @param perThousand most that a thousand requests should cost; null for no target
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prices(String currency, @Nullable Double deviceHour, String source, @Nullable LocalDate dated, List<Tariff> tariff,
        @Nullable Double carbon, @Nullable Double watts, @Nullable Double budget, @Nullable Double perThousand) {
    public Prices {
        tariff = List.copyOf(tariff);
    }

    /// Price of a kWh in an hour of the day; null where none is declared for it.
    ///
    /// @param hour 0 to 23
    public @Nullable Double perKwh(int hour) {
        return tariff.stream().filter(part -> part.from <= hour && hour < part.to).map(Tariff::perKwh).findFirst().orElse(null);
    }

    /// Price of energy from one hour of the day to another, the second excluded.
    ///
    /// @param from 0 to 23
    /// @param to 1 to 24, above `from`
    /// @param perKwh at least 0
    public record Tariff(int from, int to, double perKwh) {}
}
