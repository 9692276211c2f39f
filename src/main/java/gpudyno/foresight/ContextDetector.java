package gpudyno.foresight;

import java.util.Arrays;

/// How improbable a value's band is after the bands of the values before it.
///
/// The range seen so far is cut into bands; contexts of one to three bands count which band followed, and the longest contexts weigh most
/// (prediction by partial matching: Cleary, Witten, "Data compression using adaptive coding and partial string matching", 1984). A value
/// inside the usual range is unusual here if it came the wrong way, which a detector of values alone cannot see. When the range grows, the
/// bands move and the newest values are counted again.
final class ContextDetector implements SurpriseDetector {
    private static final int LONGEST = 3;
    private static final int PAST = 2048;
    /// By how much of itself the range grows over a value outside it, so that a slow climb moves the bands seldom.
    private static final double SLACK = 0.25;
    private static final double FADING = 0.9995;
    private final int bands;
    private final float[] past = new float[PAST];
    private final double[][] counts = new double[LONGEST + 1][];
    private double low;
    private double high;
    private double weight = 1;
    private long seen;

    /// @param bands into how many bands the range is cut
    ContextDetector(int bands) {
        this.bands = bands;
        int size = bands;
        for (int order = 0; order <= LONGEST; order++, size *= bands) {
            counts[order] = new double[size];
        }
    }

    @Override
    public double surprise(double seconds, double value) {
        double bits = 0;
        if (seen == 0) {
            low = value;
            high = value;
        } else {
            bits = -Math.log(probability(band(value))) / Math.log(2);
            if (value < low || value > high) {
                double range = high - low;
                // The farther outside, the more unusual, beyond what bands can tell.
                bits += Math.log1p(range == 0 ? 10 : Math.max(low - value, value - high) / range * 10) / Math.log(2);
                grow(value);
            }
        }
        past[(int) (seen % PAST)] = (float) value;
        seen++;
        learn(0);
        return bits;
    }

    private void grow(double value) {
        double slack = SLACK * (Math.max(high, value) - Math.min(low, value));
        low = value < low ? value - slack : low;
        high = value > high ? value + slack : high;
        for (double[] of : counts) {
            Arrays.fill(of, 0);
        }
        weight = 1;
        for (int back = (int) Math.min(seen, PAST) - 1 - LONGEST; back >= 0; back--) {
            learn(back);
        }
    }

    /// Counts the value that is `back` values old, after the bands before it.
    private void learn(int back) {
        weight /= FADING;
        if (weight > 1e100) {
            for (double[] of : counts) {
                for (int i = 0; i < of.length; i++) {
                    of[i] /= weight;
                }
            }
            weight = 1;
        }
        int symbol = symbol(back);
        int context = 0;
        int scale = 1;
        for (int order = 0; order <= LONGEST && seen > back + order; order++) {
            counts[order][context * bands + symbol] += weight;
            if (order < LONGEST && seen > back + order + 1) {
                context += symbol(back + order + 1) * scale;
                scale *= bands;
            }
        }
    }

    private double probability(int symbol) {
        double probability = 1.0 / bands;
        int context = 0;
        int scale = 1;
        for (int order = 0; order <= LONGEST && order <= seen; order++) {
            double[] of = counts[order];
            double total = 0;
            int distinct = 0;
            for (int i = 0; i < bands; i++) {
                double count = of[context * bands + i] / weight;
                total += count;
                distinct += count > 1e-3 ? 1 : 0;
            }
            double escape = Math.max(1, distinct);
            probability = (of[context * bands + symbol] / weight + escape * probability) / (total + escape);
            if (order < LONGEST && seen > order) {
                context += symbol(order) * scale;
                scale *= bands;
            }
        }
        return probability;
    }

    private int symbol(int back) {
        return band(past[(int) ((seen - 1 - back) % PAST)]);
    }

    private int band(double value) {
        return high == low ? 0 : Math.clamp((int) ((value - low) / (high - low) * bands), 0, bands - 1);
    }
}
