package gpudyno.gpu.why;

import gpudyno.model.gpu.GpuProcess;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Figures as sentences write them.
final class Words {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM ", Locale.ROOT);
    private static final Duration DAYS = Duration.ofHours(20);
    private static final double KIB = 1024;

    private Words() {
    }

    /// Such as `02:14–02:31`; with seconds where it is short, with the day where the period looked at is long.
    static String time(Instant from, Instant to, Duration period, ZoneId zone) {
        Duration length = Duration.between(from, to);
        DateTimeFormatter format = length.compareTo(Duration.ofMinutes(3)) < 0 ? SECOND : MINUTE;
        String day = period.compareTo(DAYS) > 0 ? DAY.format(from.atZone(zone)) : "";
        String begin = day + format.format(from.atZone(zone));
        String endDay = period.compareTo(DAYS) > 0 && !DAY.format(to.atZone(zone)).equals(day) ? DAY.format(to.atZone(zone)) : "";
        return length.compareTo(Duration.ofSeconds(2)) < 0 ? begin : begin + "–" + endDay + format.format(to.atZone(zone));
    }

    /// A whole number with its thousands apart, such as `1,110`.
    static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, value > 0 && value < 1 ? "%.1f %%" : "%.0f %%", value);
    }

    /// Such as `18 GiB` or `820 MiB`.
    static String bytes(double bytes) {
        double mib = bytes / KIB / KIB;
        return mib < 1000
                ? String.format(Locale.ROOT, "%.0f MiB", mib)
                : String.format(Locale.ROOT, mib / KIB < 10 ? "%.1f GiB" : "%.0f GiB", mib / KIB);
    }

    static String milliseconds(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%,.0f ms", millis);
    }

    /// Such as `40 s`, `12 min` or `3.2 h`.
    static String length(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : seconds < 7200
                        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                        : seconds < 2 * 86_400
                                ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
                                : String.format(Locale.ROOT, "%.0f days", seconds / 86_400);
    }

    static String times(double count, String one, String many) {
        return Math.round(count) == 1 ? "1 " + one : whole(count) + " " + many;
    }

    /// Such as `process 4211 (python, user ana)`.
    static String process(long pid, String command, @Nullable GpuProcess known) {
        String user = known == null || known.user() == null ? "" : "user " + known.user();
        String inside = command.isEmpty() || user.isEmpty() ? command + user : command + ", " + user;
        return "process " + pid + (inside.isEmpty() ? "" : " (" + inside + ")");
    }
}
