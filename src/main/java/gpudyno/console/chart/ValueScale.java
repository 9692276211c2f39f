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

    static ValueScale logarithmic(double least, double greatest) {
        double low = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-6))));
        double high = Math.pow(10, Math.ceil(Math.log10(Math.max(greatest, low * 1.01))));
        return new ValueScale(low, high, true, 0);
    }

    /// 0 at the bottom, 1 at the top.
    double share(double value) {
        return logarithmic ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double decade = low; decade <= high * 1.0001; decade *= 10) {
                ticks.add(decade);
            }
        } else {
            for (int i = 0; i * step <= high * 1.0001; i++) {
                ticks.add(i * step);
            }
        }
        return ticks;
    }
}
