package gpudyno.foresight;

/// What a series is expected to be, some steps ahead.
///
/// @param steps how far ahead, in steps of the series
/// @param value the expected value, in the series' unit
/// @param low95 the value is at least this in 97.5 % of cases, judged by past errors
/// @param low80 the same for 90 %
/// @param high80 the value is at most this in 90 % of cases
/// @param high95 the same for 97.5 %
/// @param pastError what forecasts this far ahead were off by lately: mean absolute error over mean absolute value (WAPE); NaN as long as none
///        could be compared
public record Forecast(int steps, double value, double low95, double low80, double high80, double high95, double pastError) {
    public Forecast {
        if (steps < 1) {
            throw new IllegalArgumentException("steps: " + steps + ", at least 1 is needed");
        }
        if (!(low95 <= low80 && low80 <= value && value <= high80 && high80 <= high95)) {
            throw new IllegalArgumentException("the ranges of a forecast must contain each other and the value");
        }
    }
}
