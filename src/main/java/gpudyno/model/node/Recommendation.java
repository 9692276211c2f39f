package gpudyno.model.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.knob.Configuration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A change worth making, with its predicted effect and what that rests on.
///
/// @param gain the effect as a figure; null where it is known in words alone
/// @param session whose best this is; null for a change that no session found
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Recommendation(String title, Configuration change, String effect, String evidence, @Nullable Gain gain,
        @Nullable Long session) {
    /// How a figure changes.
    ///
    /// @param figure what it is called, such as `held rate`
    /// @param unit of the figure
    /// @param interval 95 % interval of `after`, low and high, see [gpudyno.model.tune.SessionReport#isFound]; empty where none is known
    public record Gain(String figure, String unit, double before, double after, List<Double> interval) {
        public Gain {
            interval = List.copyOf(interval);
        }
    }

    /// One whose effect is known in words alone.
    public Recommendation(String title, Configuration change, String effect, String evidence) {
        this(title, change, effect, evidence, null, null);
    }
}
