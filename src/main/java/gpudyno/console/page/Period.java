package gpudyno.console.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A stretch of a node's past, as an id of [Kind#PERIOD].
///
/// @param to after `from`
public record Period(Instant from, Instant to) {
    /// What is shown before and after something that happened at an instant.
    private static final Duration AROUND = Duration.ofMinutes(5);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    public Period {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a period ends after it begins: " + from + " to " + to);
        }
    }

    /// The minutes around an instant.
    public static Period around(Instant at) {
        return new Period(at.minus(AROUND), at.plus(AROUND));
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    public String id() {
        return from + " " + to;
    }

    public static Period of(String id) {
        String[] parts = id.split(" ", 2);
        return new Period(Instant.parse(parts[0]), Instant.parse(parts[1]));
    }

    /// `28 Nov 14:05 to 14:35`; the day of the end too where it is another one.
    public String words(ZoneId zone) {
        boolean oneDay = from.atZone(zone).toLocalDate().equals(to.atZone(zone).toLocalDate());
        return DAY.format(from.atZone(zone)) + " to " + (oneDay ? CLOCK : DAY).format(to.atZone(zone));
    }
}
