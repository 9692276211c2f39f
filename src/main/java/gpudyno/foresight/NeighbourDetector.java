package gpudyno.foresight;

import java.util.Arrays;

/// Distance of the newest stretch of a series to the most similar stretches before it.
///
/// Source: Burnaev, Ishimtsev, "Conformalized density- and distance-based anomaly detection in time-series data", arXiv:1608.04585. Theirs
/// learns a Mahalanobis metric from a first part of the series; this one takes the plain distance, and its past slides.
final class NeighbourDetector implements SurpriseDetector {
    private static final int PAST = 600;
    private static final int NEIGHBOURS = 5;
    private final int length;
    private final float[] values;
    private final double[] nearest = new double[NEIGHBOURS];
    private long seen;

    /// @param length values in a stretch
    NeighbourDetector(int length) {
        this.length = length;
        this.values = new float[2 * (PAST + length)];
    }

    @Override
    public double surprise(double seconds, double value) {
        int ring = values.length / 2;
        int at = (int) (seen % ring);
        // Written twice, so that every stretch lies in one piece.
        values[at] = (float) value;
        values[at + ring] = (float) value;
        seen++;
        if (seen < 3L * length) {
            return 0;
        }
        int end = at + ring;
        int stretches = (int) Math.min(seen - length, PAST) - length + 1;
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int back = length; back < length + stretches; back++) {
            int start = end - back;
            start = start - length + 1 < 0 ? start + ring : start;
            add(distance(end, start));
        }
        double sum = 0;
        int count = 0;
        for (double one : nearest) {
            if (one < Double.POSITIVE_INFINITY) {
                sum += Math.sqrt(one);
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }

    private double distance(int end, int other) {
        double sum = 0;
        double worst = nearest[NEIGHBOURS - 1];
        for (int i = 0; i < length; i++) {
            double d = values[end - i] - values[other - i];
            sum += d * d;
            if ((i & 3) == 3 && sum >= worst) {
                return sum;
            }
        }
        return sum;
    }

    private void add(double distance) {
        if (distance >= nearest[NEIGHBOURS - 1]) {
            return;
        }
        int i = NEIGHBOURS - 1;
        while (i > 0 && nearest[i - 1] > distance) {
            nearest[i] = nearest[i - 1];
            i--;
        }
        nearest[i] = distance;
    }
}
