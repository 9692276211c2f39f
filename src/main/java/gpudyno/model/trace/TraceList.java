package gpudyno.model.trace;

import java.util.List;
import java.util.Map;

/// The traces of a period.
///
/// @param kept how many of the period are kept, by why
/// @param slow the slow ones of the period by the stage that explains most of their time
/// @param traces those that were asked for, newest first
public record TraceList(Map<Kept, Integer> kept, Map<Stage, Integer> slow, List<TraceSummary> traces) {
    public TraceList {
        kept = Map.copyOf(kept);
        slow = Map.copyOf(slow);
        traces = List.copyOf(traces);
    }
}
