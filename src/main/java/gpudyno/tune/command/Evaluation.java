package gpudyno.tune.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One trial.
///
/// @param value of the objective, of several the first; null where the configuration does not count
/// @param failure why it does not: it did not run, or broke a bound; null otherwise
/// @param dropped why it was not measured to its end; null where it was. Its value is then estimated from its answers beside the best's
/// @param meters what was measured, also where a bound was broken
/// @param seconds from its start to its end
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evaluation(Map<String, Object> config, @Nullable Double value, @Nullable String failure, @Nullable String dropped,
        Map<String, Double> meters, double seconds) {
    /// Whether it ran to its end within all bounds.
    public boolean counts() {
        return value != null && dropped == null;
    }
}
