package gpudyno.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Values to pixels along one side of a chart, on a linear or logarithmic scale. Immutable.
///
/// @param low value at pixel `from`
/// @param high value at pixel `to`
record Axis(double low, double high, double from, double to, boolean logarithmic) {
    private static final int TICKS = 5;

    /// An axis from 0 to a little above the highest value.
    static Axis linear(double highest, double from, double to) {
        return new Axis(0, highest > 0 ? highest * 1.08 : 1, from, to, false);
    }

    /// A logarithmic axis a little beyond the values.
    static Axis logarithmic(double lowest, double highest, double from, double to) {
        return new Axis(lowest / 1.15, highest * 1.15, from, to, true);
    }

    double at(double value) {
        double share = logarithmic ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + (to - from) * Math.clamp(share, 0, 1);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            return logarithmicTicks();
        }
        double step = Math.pow(10, Math.floor(Math.log10(high / TICKS)));
        step *= high / TICKS / step > 5 ? 10 : high / TICKS / step > 2 ? 5 : high / TICKS / step > 1 ? 2 : 1;
        for (double tick = 0; tick <= high; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    /// Of 1-2-5 over less than two decades, whole decades over more.
    private List<Double> logarithmicTicks() {
        List<Double> ticks = new ArrayList<>();
        double[] steps = high / low < 100 ? new double[]{1, 2, 5} : new double[]{1};
        for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10) {
            for (double step : steps) {
                if (step * decade >= low * 0.999 && step * decade <= high * 1.001) {
                    ticks.add(step * decade);
                }
            }
        }
        return ticks;
    }

    static String label(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,d", (long) value) : String.format(Locale.ROOT, "%.3g", value);
    }
}
