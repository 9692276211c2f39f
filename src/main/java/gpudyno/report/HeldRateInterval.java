package gpudyno.report;

import gpudyno.model.tune.SessionReport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The interval of a held rate in words, of which the upper end may not have been found.
final class HeldRateInterval {
    private HeldRateInterval() {
    }

    /// `160 to 210`, or `≥ 160, upper bound not found`.
    ///
    /// @param none what stands where there is no interval
    static String words(@Nullable Double rate, @Nullable List<Double> ends, String none) {
        if (rate == null || ends == null || ends.isEmpty()) {
            return none;
        }
        return SessionReport.isFound(rate, ends)
                ? String.format(Locale.ROOT, "%,.0f to %,.0f", ends.getFirst(), ends.getLast())
                : String.format(Locale.ROOT, "≥ %,.0f, upper bound not found", ends.getFirst());
    }
}
