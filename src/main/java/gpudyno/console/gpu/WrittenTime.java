package gpudyno.console.gpu;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A moment of the past as people write it: `02:14`, `yesterday 02:14`, `2026-11-28 02:14`; each with seconds where they matter.
final class WrittenTime {
    /// How long a node keeps what it recorded at the resolution of the charts.
    static final Duration RECORDED = Duration.ofDays(7);
    private static final Pattern FORM = Pattern
            .compile("(?:(today|yesterday|\\d{4}-\\d{1,2}-\\d{1,2})[ t]+)?(\\d{1,2}):(\\d{2})(?::(\\d{2}))?");

    private WrittenTime() {
    }

    /// Without a day it is the last time the clock stood there.
    ///
    /// @param now in the zone in which it is meant
    /// @throws IllegalArgumentException if it is no time, is still to come, or is older than what is recorded
    static Instant parse(String text, ZonedDateTime now) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
        if (!form.matches()) {
            throw new IllegalArgumentException("write 02:14, yesterday 02:14 or 2026-11-28 02:14");
        }
        Instant moment = moment(form, now);
        if (moment.isAfter(now.toInstant())) {
            throw new IllegalArgumentException("that is still to come");
        }
        if (moment.isBefore(now.toInstant().minus(RECORDED))) {
            throw new IllegalArgumentException("the last " + RECORDED.toDays() + " days are recorded");
        }
        return moment;
    }

    private static Instant moment(Matcher form, ZonedDateTime now) {
        try {
            LocalTime time = LocalTime.of(Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)),
                    form.group(4) == null ? 0 : Integer.parseInt(form.group(4)));
            LocalDate today = now.toLocalDate();
            String day = form.group(1);
            if (day == null) {
                boolean passed = !time.isAfter(now.toLocalTime());
                return at(passed ? today : today.minusDays(1), time, now);
            }
            return switch (day) {
                case "today" -> at(today, time, now);
                case "yesterday" -> at(today.minusDays(1), time, now);
                default -> at(date(day), time, now);
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no such day or time", e);
        }
    }

    private static LocalDate date(String day) {
        String[] parts = day.split("-", 3);
        return LocalDate.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    private static Instant at(LocalDate day, LocalTime time, ZonedDateTime now) {
        return day.atTime(time).atZone(now.getZone()).toInstant();
    }
}
