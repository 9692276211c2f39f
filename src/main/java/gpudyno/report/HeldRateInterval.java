package gpudyno.report;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The interval of a held rate in words, of which the upper end may not have been found.
final class HeldRateInterval {
    /// From here on the upper end of an interval written by an earlier version is no finding: nothing was measured so far above the rate.
    private static final double FOUND_WITHIN = 4;

    private HeldRateInterval() {
    }

    /// `160 to 210`, or `≥ 160, upper bound not found`.
    ///
    /// @param none what stands where there is no interval
    static String words(@Nullable Double rate, @Nullable List<Double> ends, String none) {
        if (rate == null || ends == null || ends.isEmpty()) {
            return none;
        }
        return isClosed(rate, ends)
                ? String.format(Locale.ROOT, "%,.0f to %,.0f", ends.getFirst(), ends.getLast())
                : String.format(Locale.ROOT, "≥ %,.0f, upper bound not found", ends.getFirst());
    }

    static boolean isClosed(double rate, List<Double> ends) {
        return ends.size() == 2 && ends.getLast() <= FOUND_WITHIN * rate;
    }
}
