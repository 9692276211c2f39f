package gpudyno.model.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where a device's memory is heading, where it grows beyond doubt.
///
/// @param bytesPerMinute at which it grows
/// @param low and
/// @param high bounds of that rate, a 95 % interval
/// @param until the time left to 90 % of the memory, at that rate
/// @param earliest and
/// @param latest the time left at the bounds of the rate
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Forecast(double bytesPerMinute, double low, double high, Duration until, Duration earliest, Duration latest) {
    /// The share of the memory that the time is told to, in percent.
    public static final double FULL_PERCENT = 90;

    /// What to do about it.
    public enum Band {
        /// Less than 5 minutes are left.
        ACT_NOW,
        /// Less than 30.
        PREPARE,
        /// Less than 120.
        WATCH,
        /// More.
        CALM;

        /// Of the time left.
        public static Band of(Duration left) {
            long minutes = left.toMinutes();
            if (minutes < 5) {
                return ACT_NOW;
            }
            if (minutes < 30) {
                return PREPARE;
            }
            return minutes < 120 ? WATCH : CALM;
        }
    }

    public Band band() {
        return Band.of(until);
    }

    /// Of a rate and the bytes that are left, or null where the rate's interval does not exclude that nothing grows.
    public static @Nullable Forecast of(double bytesPerMinute, double low, double high, double left) {
        return low > 0 ? new Forecast(bytesPerMinute, low, high, time(left, bytesPerMinute), time(left, high), time(left, low)) : null;
    }

    private static Duration time(double left, double bytesPerMinute) {
        return Duration.ofMillis(Math.round(Math.max(0, left) / bytesPerMinute * 60_000));
    }
}
