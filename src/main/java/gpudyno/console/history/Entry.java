package gpudyno.console.history;

import gpudyno.console.chart.SpanLanes;
import gpudyno.console.kit.Status;
import gpudyno.console.page.Period;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that happened on a node.
///
/// @param id tells it from others of its kind
/// @param to null while it lasts; the same as `from` for what happened at an instant
/// @param label a few words, for its mark
/// @param inTest whether a test kept it quiet
record Entry(EntryKind kind, String id, Instant from, @Nullable Instant to, String label, String text, Status status, boolean inTest) {
    /// @param now the end of what still lasts
    SpanLanes.Span span(Instant now) {
        Instant end = to == null ? now : to;
        return new SpanLanes.Span(from.toEpochMilli(), Math.max(from.toEpochMilli(), end.toEpochMilli()), label, status, inTest);
    }

    /// The time it lasted; empty for what happened at an instant.
    ///
    /// @param now the end of what still lasts
    Optional<Period> period(Instant now) {
        Instant end = to == null ? now : to;
        return from.isBefore(end) ? Optional.of(new Period(from, end)) : Optional.empty();
    }

    boolean isInstant() {
        return from.equals(to);
    }

    boolean touches(Instant start, Instant end) {
        return !from.isAfter(end) && (to == null || !to.isBefore(start));
    }

    /// Whether it holds all words of a search, in any order and case.
    boolean holds(String search) {
        String all = (kind.lane() + " " + label + " " + text).toLowerCase(Locale.ROOT);
        for (String word : search.toLowerCase(Locale.ROOT).strip().split("\\s+", -1)) {
            if (!all.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
