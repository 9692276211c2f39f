package gpudyno.console.chart;

import java.util.ArrayList;
import java.util.List;

/// A value to a height. Linear scales begin at zero and end on a round step; logarithmic ones span whole 1-2-5 steps.
///
/// @param low value at the bottom
/// @param high value at the top, above `low`
/// @param logarithmic both ends are then positive
record ValueScale(double low, double high, boolean logarithmic, double step) {
    static ValueScale linear(double greatest) {
        double top = greatest > 0 ? greatest : 1;
        double raw = top / 4;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power * (raw / power <= 1 ? 1 : raw / power <= 2 ? 2 : raw / power <= 2.5 ? 2.5 : raw / power <= 5 ? 5 : 10);
        return new ValueScale(0, Math.ceil(top / step - 1e-9) * step, false, step);
    }

    /// Logarithmic, from one 1-2-5 step to another, so that little of the plot is left empty.
    ///
    /// @param least positive
    static ValueScale rounded(double least, double greatest) {
        double low = step(Math.max(least, 1e-6), false);
        double high = step(Math.max(greatest, low), true);
        return new ValueScale(low, high > low ? high : step(low * 1.5, true), true, 0);
    }

    /// The 1-2-5 step at or beyond a value.
    private static double step(double value, boolean up) {
        double decade = Math.pow(10, Math.floor(Math.log10(value)));
        double[] steps = {1, 2, 5, 10};
        for (int i = 0; i < steps.length; i++) {
            int at = up ? i : steps.length - 1 - i;
            if (up ? steps[at] * decade >= value * 0.9999 : steps[at] * decade <= value * 1.0001) {
                return steps[at] * decade;
            }
        }
        return decade;
    }

    /// 0 at the bottom, 1 at the top.
    double share(double value) {
        return logarithmic ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    /// Round values of a linear scale; [LogTicks] gives those of a logarithmic one.
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= high * 1.0001; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }
}
