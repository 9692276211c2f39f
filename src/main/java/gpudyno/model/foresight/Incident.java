package gpudyno.model.foresight;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Alerts, anomalies and causes of GPUs that belong together: one thing that happened.
///
/// @param id grows from incident to incident of a node
/// @param to null while it lasts
/// @param summary one sentence
/// @param cause what it most likely comes from, in a sentence; empty where nothing tells
/// @param clues what it was put together from, in the order of time; the first is its first sign
/// @param different what was different: meters that moved, knobs that were turned, processes that came; at most 12 lines
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Incident(long id, Instant from, @Nullable Instant to, String summary, String cause, List<Clue> clues,
        List<String> different) {
    /// Something that was noticed.
    ///
    /// @param ref what it is: the id of an alert's rule, of an anomaly, or a device with the rule that found its cause
    public record Clue(Instant at, Kind kind, String ref, Area area, String text) {
        /// Who noticed it.
        public enum Kind {
            ALERT,
            ANOMALY,
            GPU_CAUSE
        }

        boolean isSameAs(Clue other) {
            return kind == other.kind && ref.equals(other.ref);
        }
    }

    public Incident {
        clues = List.copyOf(clues);
        different = List.copyOf(different);
        if (clues.isEmpty()) {
            throw new IllegalArgumentException("an incident has at least one clue");
        }
    }

    public boolean isOpen() {
        return to == null;
    }

    public Clue firstSign() {
        return clues.getFirst();
    }

    public boolean holds(Clue clue) {
        return clues.stream().anyMatch(clue::isSameAs);
    }
}
