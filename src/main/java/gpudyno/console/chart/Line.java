package gpudyno.console.chart;

import gpudyno.console.kit.SeriesColor;

/// One series of a time chart.
///
/// @param name for the tooltip
/// @param style how it is drawn
/// @param times epoch milliseconds, never falling: a line that ran backwards would lie
/// @param lengths how long each value stands for, milliseconds up to its time; resolutions may mix in one line
/// @param values one a time; NaN where nothing was measured
public record Line(String name, SeriesColor color, Style style, long[] times, long[] lengths, double[] values) {
    /// How a series is drawn.
    public enum Style {
        LINE,
        AREA,
        DASHED,
        STEP
    }

    /// A frame may close this late, milliseconds, before something counts as missing.
    private static final long LATE = 1500;

    public Line {
        if (lengths.length != times.length || values.length != times.length) {
            throw new IllegalArgumentException(
                    name + " has " + times.length + " times, " + lengths.length + " lengths and " + values.length + " values");
        }
        for (int i = 1; i < times.length; i++) {
            if (times[i] < times[i - 1]) {
                throw new IllegalArgumentException(name + " runs backwards, from " + times[i - 1] + " to " + times[i]);
            }
        }
    }

    /// Whether something is missing between a value and the one before it.
    boolean gapBefore(int i) {
        return i > 0 && times[i] - lengths[i] - times[i - 1] > LATE;
    }

    /// Whether nothing has come for a while before a time.
    boolean endsBefore(long time) {
        return times.length > 0 && time - times[times.length - 1] > 2 * LATE;
    }

    /// The value at or just before a time, or NaN where something is missing.
    double at(long time) {
        int found = java.util.Arrays.binarySearch(times, time);
        int index = found >= 0 ? found : -found - 2;
        if (index < 0) {
            return Double.NaN;
        }
        boolean covered = index + 1 < times.length ? time == times[index] || !gapBefore(index + 1) : time - times[index] <= LATE;
        return covered ? values[index] : Double.NaN;
    }
}
