package gpudyno.model.trace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which traces are looked for.
///
/// @param from first instant
/// @param to after the last
/// @param kept null for any
/// @param stage the one that explains most of their time; null for any
/// @param longerThan milliseconds, zero or more
/// @param text the beginning of an id, part of the line, `run:` and a run's number, or `attribute=value`; empty for all
/// @param most how many are returned at most, newest first
public record TraceQuery(Instant from, Instant to, @Nullable Kept kept, @Nullable Stage stage, double longerThan, String text, int most) {
    public static final int MOST = 1_000;
    public static final int LONGEST_TEXT = 200;

    public TraceQuery {
        if (!(longerThan >= 0)) {
            throw new IllegalArgumentException("longerThan must be zero or more milliseconds, got " + longerThan);
        }
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("most must lie from 1 to " + MOST + ", got " + most);
        }
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("text has " + text.length() + " characters, at most " + LONGEST_TEXT + " are taken");
        }
    }

    /// All of a period, as many as may be.
    public static TraceQuery between(Instant from, Instant to) {
        return new TraceQuery(from, to, null, null, 0, "", MOST);
    }
}
