package gpudyno.model.foresight;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.knob.Configuration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something the predictive optimizer did ahead of need.
///
/// @param change knobs that were turned; empty where memory was trimmed
/// @param reason the forecast that called for it, in a sentence
/// @param figure what the effect is measured on, such as `latency.p95.ms`
/// @param withoutIt what was forecast for that figure if nothing was done
/// @param predicted what it was predicted to be with the change
/// @param realised what it became; null until the time of the forecast has come
/// @param verdict null until then
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AheadAction(long id, Instant at, Configuration change, String reason, String figure, double withoutIt, double predicted,
        @Nullable Double realised, @Nullable Verdict verdict) {
    /// Whether it was better than doing nothing.
    public enum Verdict {
        WON,
        /// The difference is within the forecast's own error.
        EVEN,
        LOST
    }

    public AheadAction judged(double became, Verdict how) {
        return new AheadAction(id, at, change, reason, figure, withoutIt, predicted, became, how);
    }
}
