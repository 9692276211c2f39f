package gpudyno.node;

import gpudyno.model.trace.Kept;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import java.util.Map;
import java.util.Optional;

/// Where the time of single requests went. Whether requests are traced, and which are slow, are the knobs `trace.on` and `trace.slow`.
/// Errors are those of [Node].
public interface Traces {
    /// What happened to requests since the node started.
    ///
    /// @param on whether requests are traced
    /// @param slowMillis those that take longer are slow
    /// @param offered requests that were traced
    /// @param kept how many of them were kept, by why
    /// @param leftOut failed, slow and anomalous ones that were not kept because too many came in one second
    /// @param rule which traces are kept, in words
    /// @param export how sending to a collector goes; empty if none is named
    record Tally(boolean on, long slowMillis, long offered, Map<Kept, Long> kept, long leftOut, String rule, String export) {
        public Tally {
            kept = Map.copyOf(kept);
        }
    }

    Tally tally();

    /// Sends a span that says it is a test to the collector that traces are sent to; takes some seconds at most.
    ///
    /// @return what the collector answered, in a sentence, or that there is none
    String tryExport();

    TraceList find(TraceQuery query);

    /// The newest trace of an id; empty if none is stored.
    ///
    /// @param id 32 hexadecimal digits, in small letters
    /// @throws IllegalArgumentException if it is anything else
    Optional<OpenedTrace> trace(String id);
}
