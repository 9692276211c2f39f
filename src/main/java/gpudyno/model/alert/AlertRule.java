package gpudyno.model.alert;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import gpudyno.model.OneLine;
import gpudyno.model.node.Event.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A condition over meters that, true for long enough, is an alert.
///
/// @param id lower-case words joined by dashes, at most 64 characters
/// @param group alerts of one group are told together; the id where none is given
/// @param condition a CEL expression of type bool over meters, such as `latency.p95.ms > 500.0 && offered.rps > 1.0`
/// @param keepWhile a second condition that keeps a firing alert firing (hysteresis); without one the condition itself does
/// @param window what the meters are read over where the expression names no window; 1 s to 7 d
/// @param holdFor how long the condition must be true before the alert fires
/// @param keepFiring how long it must be false before the alert resolves
/// @param cooldown the least time between two notices of the same alert; what comes sooner is told later, never dropped
/// @param noData what a series that is not there means
/// @param inhibitedBy ids of rules that, while they fire, explain this one
/// @param on whether it is judged; so it is where nothing is said
/// @param duringTests whether it is judged while a session or load run loads the node; where nothing is said, rules that read what the node
/// serves are quiet and others fire
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertRule(String id, String title, String group, String condition, @Nullable String keepWhile, Duration window,
        @JsonProperty("for") Duration holdFor, Duration keepFiring, Duration cooldown, NoData noData, Severity severity,
        List<String> inhibitedBy, Boolean on, @Nullable DuringTests duringTests) {
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_GROUP = 100;
    private static final int LONGEST_CONDITION = 2000;
    private static final int MOST_INHIBITING = 50;
    private static final Duration LONGEST = Duration.ofDays(7);

    /// What it means that the meters of a condition were not read.
    public enum NoData {
        /// The condition counts as false.
        CLEAR,
        /// The alert stays as it is.
        KEEP,
        /// The condition counts as true.
        ALERT
    }

    /// What becomes of a rule while a test loads the node.
    public enum DuringTests {
        /// It is not judged, what fires by it is not told, and the test's readings are in none of its windows.
        @JsonProperty("quiet")
        @JsonAlias("QUIET")
        QUIET,
        /// It is judged as at any time.
        @JsonProperty("fire")
        @JsonAlias("FIRE")
        FIRE
    }

    public AlertRule {
        if (id == null || id.length() > LONGEST_ID || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "rule id '" + shortened(id) + "': lower-case words joined by dashes are allowed, at most " + LONGEST_ID
                            + " characters, such as memory-critical");
        }
        if (condition == null || condition.isBlank() || condition.length() > LONGEST_CONDITION) {
            throw new IllegalArgumentException(
                    "rule " + id + ": a condition of 1 to " + LONGEST_CONDITION + " characters is needed, such as memory.percent >= 95.0");
        }
        if (keepWhile != null && (keepWhile.isBlank() || keepWhile.length() > LONGEST_CONDITION)) {
            throw new IllegalArgumentException("rule " + id + ": keepWhile is a condition of 1 to " + LONGEST_CONDITION
                    + " characters, got " + keepWhile.length() + "; leave it out for none");
        }
        title = bounded(id, "title", Objects.requireNonNullElse(title, id), LONGEST_TITLE);
        group = bounded(id, "group", Objects.requireNonNullElse(group, id), LONGEST_GROUP);
        window = within(id, "window", Objects.requireNonNullElse(window, Duration.ofMinutes(1)), Duration.ofSeconds(1));
        holdFor = within(id, "for", Objects.requireNonNullElse(holdFor, Duration.ZERO), Duration.ZERO);
        keepFiring = within(id, "keepFiring", Objects.requireNonNullElse(keepFiring, Duration.ZERO), Duration.ZERO);
        cooldown = within(id, "cooldown", Objects.requireNonNullElse(cooldown, Duration.ofMinutes(5)), Duration.ZERO);
        noData = Objects.requireNonNullElse(noData, NoData.CLEAR);
        severity = Objects.requireNonNullElse(severity, Severity.WARNING);
        on = Objects.requireNonNullElse(on, true);
        inhibitedBy = List.copyOf(Objects.requireNonNullElse(inhibitedBy, List.of()));
        if (inhibitedBy.size() > MOST_INHIBITING || inhibitedBy.stream().anyMatch(one -> one.length() > LONGEST_ID)) {
            throw new IllegalArgumentException("rule " + id + ": inhibitedBy lists at most " + MOST_INHIBITING + " rule ids of at most "
                    + LONGEST_ID + " characters");
        }
    }

    private static @Nullable String shortened(@Nullable String id) {
        return id == null || id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID) + " ...";
    }

    private static String bounded(String id, String name, String text, int most) {
        // A block of YAML ends in a line break.
        return OneLine.checked("rule " + id + ": its " + name, text.stripTrailing(), most);
    }

    /// A rule that says nothing about tests.
    public AlertRule(String id, String title, String group, String condition, @Nullable String keepWhile, Duration window, Duration holdFor,
            Duration keepFiring, Duration cooldown, NoData noData, Severity severity, List<String> inhibitedBy, Boolean on) {
        this(id, title, group, condition, keepWhile, window, holdFor, keepFiring, cooldown, noData, severity, inhibitedBy, on, null);
    }

    private static Duration within(String id, String name, Duration value, Duration least) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "rule " + id + ": " + name + " must lie from " + least + " to " + LONGEST + ", got " + value);
        }
        return value;
    }

    /// The same rule, switched.
    public AlertRule switched(boolean nowOn) {
        return new AlertRule(id, title, group, condition, keepWhile, window, holdFor, keepFiring, cooldown, noData, severity, inhibitedBy,
                nowOn, duringTests);
    }
}
