package gpudyno.console.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times of day as a chart says them, with the day where more than one is shown.
final class TimeWords {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DAYS = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_SECONDS = DateTimeFormatter.ofPattern("EEE d MMM HH:mm:ss", Locale.ROOT);
    private static final long FIVE_MINUTES = Duration.ofMinutes(5).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private TimeWords() {
    }

    /// Under the axis.
    ///
    /// @param span of the axis, milliseconds
    static String tick(long time, long span) {
        return words(time, span <= FIVE_MINUTES ? SECONDS : span < DAY ? MINUTES : DAYS);
    }

    /// Of the moment that is pointed at.
    static String pointed(long time, long span) {
        return words(time, span < DAY ? SECONDS : DAY_AND_SECONDS);
    }

    private static String words(long time, DateTimeFormatter format) {
        return format.format(Instant.ofEpochMilli(time).atZone(ZoneId.systemDefault()));
    }

    /// A local midnight, from which round times of day are counted: hours of the clock on the wall, not of UTC.
    static long midnight(long time) {
        return Instant.ofEpochMilli(time).atZone(ZoneId.systemDefault()).toLocalDate().atStartOfDay(ZoneId.systemDefault()).toInstant()
                .toEpochMilli();
    }
}
