package gpudyno.model.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One trace with what it took beyond ordinary requests.
///
/// @param why null for a trace that has nothing to be compared with
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OpenedTrace(Trace trace, @Nullable WhySlow why) {
    public static OpenedTrace of(Trace trace) {
        return new OpenedTrace(trace, WhySlow.of(trace).orElse(null));
    }
}
