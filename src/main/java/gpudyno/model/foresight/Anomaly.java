package gpudyno.model.foresight;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Meters that read what nobody would have expected from their past.
///
/// @param id grows from anomaly to anomaly of a node
/// @param to null while it lasts
/// @param score the highest so far, in [0, 1]
/// @param parts the meters that deviate, those that explain most of it first
/// @param expected whether somebody said that this was to be expected
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Anomaly(long id, Instant from, @Nullable Instant to, Kind kind, double score, List<Part> parts, boolean expected) {
    /// The shape of it.
    public enum Kind {
        /// Over within 20 s.
        SPIKE,
        /// A slow move one way.
        DRIFT,
        /// A jump to another level.
        LEVEL_SHIFT,
        /// Meters of several areas at the same time.
        CORRELATED;

        public String title() {
            return switch (this) {
                case SPIKE -> "Spike";
                case DRIFT -> "Drift";
                case LEVEL_SHIFT -> "Level shift";
                case CORRELATED -> "Correlated";
            };
        }
    }

    /// A meter's part in an anomaly.
    ///
    /// @param meter as anomalies name it, such as `latency.p95.ms` or `memory.percent{host}`
    /// @param title for people, such as `p95`
    /// @param value what it read when it was furthest off
    /// @param low and
    /// @param high the range that was expected
    /// @param share of the whole deviation, in [0, 1]
    /// @param at when it left that range
    public record Part(String meter, String title, String unit, Area area, double value, double low, double high, double share,
            Instant at) {}

    public Anomaly {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("an anomaly names at least one meter");
        }
    }

    public boolean isOpen() {
        return to == null;
    }

    public boolean isIn(Area area) {
        return parts.stream().anyMatch(part -> part.area == area);
    }

    /// Such as `p95 and queue depth above what is usual`.
    public String sentence() {
        List<String> names = parts.stream().map(Part::title).distinct().limit(3).toList();
        String joined = names.size() == 1
                ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
        Part first = parts.getFirst();
        return joined + (first.value > first.high ? " above" : " below") + " what is usual";
    }

    public Anomaly asExpected() {
        return new Anomaly(id, from, to, kind, score, parts, true);
    }
}
