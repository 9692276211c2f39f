package gpudyno.console.chart;

/// One series of a time chart.
///
/// @param name for the tooltip
/// @param series which of the palette's series colours, from 0
/// @param style how it is drawn
/// @param times epoch milliseconds, rising
/// @param values one a time; NaN where nothing was measured
public record Line(String name, int series, Style style, long[] times, double[] values) {
    /// How a series is drawn.
    public enum Style {
        LINE, AREA, DASHED, STEP
    }

    /// The value at or just before a time, or NaN when the last one is older than `within` milliseconds.
    double at(long time, long within) {
        int found = java.util.Arrays.binarySearch(times, time);
        int index = found >= 0 ? found : -found - 2;
        return index < 0 || time - times[index] > within ? Double.NaN : values[index];
    }
}
