package gpudyno.model.alert;

import gpudyno.model.OneLine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps alerts from being told until it expires; they are still watched and shown.
///
/// @param id given by the node; 0 before
/// @param rule id of the rule it covers
/// @param series the label values it covers; empty covers all series of the rule
/// @param until when it expires, by the node's wall clock
/// @param note why, for people
public record Silence(long id, String rule, String series, Instant until, String by, String note) {
    /// The most characters of a note, and of who wrote it.
    public static final int LONGEST_NOTE = 500;
    /// Twelve label values of 200 characters, each of which may stand behind a backslash.
    static final int LONGEST_SERIES = 5000;
    private static final int LONGEST_RULE = 64;
    private static final Duration LONGEST = Duration.ofDays(366);

    public boolean covers(String ofRule, String ofSeries, Instant now) {
        return rule.equals(ofRule) && (series.isEmpty() || series.equals(ofSeries)) && now.isBefore(until);
    }

    /// What keeps a node from holding it, for people; empty where nothing does.
    public String problem(Instant now) {
        return until.isAfter(now.plus(LONGEST))
                ? "a silence ends within a year (until), got " + until
                : wrong("rule", rule, LONGEST_RULE) + wrong("series", series, LONGEST_SERIES) + wrong("by", by, LONGEST_NOTE)
                        + wrong("note", note, LONGEST_NOTE);
    }

    private static String wrong(String name, @Nullable String text, int most) {
        String problem = OneLine.problem("a silence's " + name, text, most);
        return problem.isEmpty() ? "" : problem + ". ";
    }
}
