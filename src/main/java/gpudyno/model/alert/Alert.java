package gpudyno.model.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.node.Event.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One rule on one series, from the moment its condition came true.
///
/// @param id grows from alert to alert of a node; each time a condition comes true again it is another alert
/// @param rule id of the rule
/// @param group alerts of one group are told together
/// @param series the label values it is about; empty for a rule without
/// @param cause the figures that made it true, for people
/// @param since when the condition came true, by the node's wall clock
/// @param ended when it resolved; null before
/// @param note what was said when it was acknowledged
/// @param quietUntil the end of the silence that covers it; null without one
/// @param inhibited whether an alert that explains it fires too, or a test that loads the node keeps its rule quiet
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Alert(long id, String rule, String group, String series, Severity severity, State state, String title, String cause,
        Instant since, @Nullable Instant ended, boolean acknowledged, String note, @Nullable Instant quietUntil, boolean inhibited) {
    /// Where an alert stands.
    public enum State {
        PENDING,
        FIRING,
        RESOLVED
    }

    /// Whether people are to hear of it: it fires, and nothing keeps it quiet.
    public boolean isLoud() {
        return state == State.FIRING && quietUntil == null && !inhibited;
    }
}
