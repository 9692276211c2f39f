package gpudyno.model.foresight;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.memory.Forecast.Band;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a meter is expected to read.
///
/// @param at when it was forecast
/// @param now what it read then
/// @param ahead nearest first; empty before the first 10 s
/// @param reach when it reaches the threshold that matters for it; null where it does not within the longest horizon, or has none
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outlook(String meter, String unit, Instant at, double now, List<Ahead> ahead, @Nullable Reach reach) {
    /// @param low95 the value is at least this in 97.5 % of cases, judged by past errors
    /// @param pastError mean absolute error of forecasts this far ahead over the mean absolute value; null until one could be compared
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ahead(Duration horizon, double value, double low95, double low80, double high80, double high95,
            @Nullable Double pastError) {}

    /// @param expected from now, by the forecast itself
    /// @param earliest by the upper bound of the 95 % range
    /// @param latest by the lower bound; null where that does not reach it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Reach(double threshold, Duration expected, Duration earliest, @Nullable Duration latest) {
        public Band band() {
            return Band.of(expected);
        }
    }

    public Outlook {
        ahead = List.copyOf(ahead);
    }

    /// What is expected this far ahead; null where nothing is forecast so far.
    public @Nullable Ahead ahead(Duration horizon) {
        return ahead.stream().filter(one -> one.horizon.equals(horizon)).findFirst().orElse(null);
    }
}
