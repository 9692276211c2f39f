package gpudyno.load;

import gpudyno.model.load.RunReport;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The slope of a figure over the windows of a soak, by least squares. Neighbouring windows are similar, which would make the usual
/// interval too narrow. Therefore the number of windows is reduced by their lag-1 autocorrelation, `n (1 - r) / (1 + r)`.
final class Drift {
    private static final int MIN_WINDOWS = 8;
    /// The smallest change over all windows that counts, in milliseconds; histograms cannot resolve less.
    private static final double RESOLUTION = 0.001;

    private Drift() {
    }

    /// @param values a window each, NaN where a window has none
    /// @return null with too few windows
    static RunReport.@Nullable Drift of(String meter, double[] values, double windowSeconds) {
        int[] known = IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).toArray();
        int n = known.length;
        if (n < MIN_WINDOWS) {
            return null;
        }
        double meanAt = IntStream.of(known).average().orElseThrow();
        double mean = IntStream.of(known).mapToDouble(i -> values[i]).average().orElseThrow();
        double spread = 0;
        double together = 0;
        for (int i : known) {
            spread += (i - meanAt) * (i - meanAt);
            together += (i - meanAt) * (values[i] - mean);
        }
        double slope = together / spread;
        double[] residuals = IntStream.of(known).mapToDouble(i -> values[i] - mean - slope * (i - meanAt)).toArray();
        double squares = 0;
        double neighbours = 0;
        for (int i = 0; i < n; i++) {
            squares += residuals[i] * residuals[i];
            neighbours += i == 0 ? 0 : residuals[i] * residuals[i - 1];
        }
        double correlation = squares == 0 ? 0 : Math.clamp(neighbours / squares, 0, 0.95);
        double effective = Math.max(3, n * (1 - correlation) / (1 + correlation));
        double error = Math.sqrt(squares / (n - 2) / spread * n / effective);
        double half = studentT975(effective - 2) * error;
        double perHour = 3600 / windowSeconds;
        return new RunReport.Drift(meter, slope * perHour, List.of((slope - half) * perHour, (slope + half) * perHour),
                Math.abs(slope) > half && Math.abs(slope) * values.length >= RESOLUTION);
    }

    /// The 97.5 % quantile of Student's t by the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5), within 1 % from 3 degrees on;
    /// below, the exact values of 1 and 2.
    static double studentT975(double degrees) {
        if (degrees < 3) {
            return degrees < 2 ? 12.706 : 4.303;
        }
        double z = 1.959964;
        double g1 = (Math.pow(z, 3) + z) / 4;
        double g2 = (5 * Math.pow(z, 5) + 16 * Math.pow(z, 3) + 3 * z) / 96;
        double g3 = (3 * Math.pow(z, 7) + 19 * Math.pow(z, 5) + 17 * Math.pow(z, 3) - 15 * z) / 384;
        return z + g1 / degrees + g2 / (degrees * degrees) + g3 / Math.pow(degrees, 3);
    }
}
