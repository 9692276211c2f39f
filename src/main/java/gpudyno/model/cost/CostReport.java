package gpudyno.model.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a period cost and where the money went. Figures per request are what serving cost, without idle time and without tests, over the
/// correct answers that were no test's.
///
/// @param whole the period as one part
/// @param parts equal stretches of it, oldest first, at most 200
/// @param source of the energy, the worst that any part had to take
/// @param perThousand cost of a thousand requests; null without a price or without requests
/// @param perMillion cost of a million tokens, input and output; null likewise
/// @param joules energy of one request; null likewise
/// @param carbon grams of CO2 equivalent; null where no factor is declared
/// @param keys cost by API key, the dearest first; empty where requests carry none
/// @param models by model, likewise
/// @param split of one request's energy; null where it cannot be told apart
/// @param savings against the baseline; null without a session to compare with
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CostReport(Prices prices, CostPart whole, List<CostPart> parts, EnergySource source, @Nullable Double perThousand,
        @Nullable Double perMillion, @Nullable Double joules, @Nullable Double carbon, List<Share> keys, List<Share> models,
        @Nullable EnergySplit split, @Nullable Savings savings) {
    public CostReport {
        parts = List.copyOf(parts);
        keys = List.copyOf(keys);
        models = List.copyOf(models);
    }

    /// The same with what a session saves.
    public CostReport with(Savings saved) {
        return new CostReport(prices, whole, parts, source, perThousand, perMillion, joules, carbon, keys, models, split, saved);
    }

    /// What one name's requests cost. A minute's cost goes to its keys by the input tokens that the backend computed for them, and by their
    /// requests in a minute in which it computed none.
    ///
    /// @param name of a key or model
    /// @param money null where nothing has a price
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Share(String name, long requests, long tokens, @Nullable Double money) {}

    /// Where one request's energy goes, in joules, from the power at rest and the power while the backend works.
    ///
    /// @param inference above the draw at rest, while the backend worked
    /// @param rest above the draw at rest, while it did not: cache, tokenising, transport
    /// @param idle the draw at rest
    /// @param hit energy of a request without a miss; null where it cannot be told
    /// @param miss of one with at least one; null likewise
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EnergySplit(double inference, double rest, double idle, @Nullable Double hit, @Nullable Double miss) {}
}
