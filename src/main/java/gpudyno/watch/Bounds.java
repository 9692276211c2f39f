package gpudyno.watch;

import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.Silence;
import java.time.Duration;
import java.time.Instant;

/// How large what people store may be. Rules and silences are held in memory, stored together, and sent to receivers, so one of some megabytes
/// costs that much again at every change. What was stored before a bound is read all the same: only what comes in is checked.
final class Bounds {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_GROUP = 64;
    private static final int LONGEST_CONDITION = 2000;
    private static final int MOST_INHIBITING = 100;
    private static final int LONGEST_RULE_ID = 64;
    /// As many label values as a meter may have, each as long as it may be, with room for what quotes and joins them.
    private static final int LONGEST_SERIES = 12 * (PushedMeters.LONGEST_LABEL + 4);
    private static final Duration LONGEST_SILENCE = Duration.ofDays(366);

    private Bounds() {
    }

    /// @throws IllegalArgumentException naming the field and what is allowed
    static void check(AlertRule rule) {
        String of = "rule " + rule.id();
        check(of, "title", rule.title(), LONGEST_TITLE);
        check(of, "group", rule.group(), LONGEST_GROUP);
        String keepWhile = rule.keepWhile();
        if (keepWhile != null) {
            check(of, "keepWhile", keepWhile, LONGEST_CONDITION);
        }
        if (rule.inhibitedBy().size() > MOST_INHIBITING) {
            throw new IllegalArgumentException(
                    of + ": inhibitedBy names " + rule.inhibitedBy().size() + " rules, at most " + MOST_INHIBITING
                            + " are allowed");
        }
        rule.inhibitedBy().forEach(id -> check(of, "inhibitedBy", id, LONGEST_RULE_ID));
    }

    /// @throws IllegalArgumentException naming the field and what is allowed
    static void check(Silence silence) {
        if (silence.series() == null || silence.until() == null) {
            throw new IllegalArgumentException(
                    "a silence needs a series (empty for all series of its rule) and until, such as 2030-01-31T12:00:00Z");
        }
        check("silence", "series", silence.series(), LONGEST_SERIES);
        if (silence.until().isAfter(Instant.now().plus(LONGEST_SILENCE))) {
            throw new IllegalArgumentException(
                    "silence: until must lie within " + LONGEST_SILENCE.toDays() + " days from now, got " + silence.until());
        }
    }

    private static void check(String of, String field, String value, int longest) {
        if (value.length() > longest) {
            throw new IllegalArgumentException(
                    of + ": " + field + " has " + value.length() + " characters, at most " + longest + " are allowed");
        }
    }
}
