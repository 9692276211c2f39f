package gpudyno.console.kit;

import java.util.Random;

/// Seeded histories for pictures and tests of components.
public final class Samples {
    private Samples() {
    }

    /// A walk from one level to another with noise.
    public static double[] walk(long seed, int points, double from, double to, double noise) {
        Random random = new Random(seed);
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            values[i] = from + (to - from) * i / (points - 1) + noise * random.nextGaussian();
        }
        return values;
    }

    /// A walk whose last part is not known.
    public static double[] lostAfter(int known, int points) {
        double[] values = walk(5, points, 3, 4, 1);
        java.util.Arrays.fill(values, known, points, Double.NaN);
        return values;
    }
}
