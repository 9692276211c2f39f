package gpudyno.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Measured figures as every table of a report writes them.
final class Figures {
    /// Decimals of an error rate in percent, wherever one is written.
    static final int ERRORS = 2;

    private Figures() {
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /// An error rate, `0.05 %`.
    static String errors(double percent) {
        return number(percent, ERRORS) + " %";
    }

    /// How many decimals a value is worth that is known within an interval: the last digit shown is the first of half its width.
    ///
    /// @param ends low and high; null, or without a width, where nothing is known of it
    /// @param usual decimals there, and at most
    static int decimals(@Nullable List<Double> ends, int usual) {
        if (ends == null || ends.size() != 2) {
            return usual;
        }
        double halfWidth = (ends.getLast() - ends.getFirst()) / 2;
        return halfWidth > 0 && Double.isFinite(halfWidth) ? Math.clamp((int) -Math.floor(Math.log10(halfWidth)), 0, usual) : usual;
    }
}
