package gpudyno.foresight;

import java.util.Arrays;

/// Distance of the newest stretch of a series to the most similar stretches before it.
///
/// Source: Burnaev, Ishimtsev, "Conformalized density- and distance-based anomaly detection in time-series data", arXiv:1608.04585. Theirs
/// learns a Mahalanobis metric from a first part of the series; this one takes the plain distance, and its past slides.
///
/// For each lag the squared distance of the newest stretch to the one that far back is a running sum: a value adds one term and takes one
/// away. A few sums are computed anew with each value, so that rounding errors stay small even after a value that was very large.
final class NeighbourDetector implements SurpriseDetector {
    private static final int PAST = 600;
    private static final int NEIGHBOURS = 5;
    private static final int RENEWED = 8;
    private final int length;
    private final int ring;
    /// Written twice, one ring apart, so that every lag lies in one piece.
    private final double[] values;
    private final double[] squares = new double[PAST + 1];
    private final double[] nearest = new double[NEIGHBOURS];
    private int renewed;
    private long seen;

    /// @param length values in a stretch
    NeighbourDetector(int length) {
        this.length = length;
        this.ring = PAST + length + 1;
        this.values = new double[2 * ring];
        this.renewed = length;
    }

    @Override
    public double surprise(double seconds, double value) {
        int at = (int) (seen % ring);
        values[at] = value;
        values[at + ring] = value;
        seen++;
        int now = at + ring;
        double left = values[now - length];
        for (int lag = length; lag <= PAST; lag++) {
            double entered = value - values[now - lag];
            double gone = left - values[now - lag - length];
            squares[lag] = Math.max(0, squares[lag] + entered * entered - gone * gone);
        }
        for (int i = 0; i < RENEWED; i++) {
            squares[renewed] = distance(now, renewed);
            renewed = renewed == PAST ? length : renewed + 1;
        }
        return seen < 3L * length ? 0 : meanOfNearest((int) Math.min(seen - length, PAST));
    }

    private double distance(int now, int lag) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double difference = values[now - i] - values[now - lag - i];
            sum += difference * difference;
        }
        return sum;
    }

    private double meanOfNearest(int longest) {
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int lag = length; lag <= longest; lag++) {
            if (squares[lag] < nearest[NEIGHBOURS - 1]) {
                insert(squares[lag]);
            }
        }
        double sum = 0;
        for (double square : nearest) {
            sum += Math.sqrt(square);
        }
        return sum / NEIGHBOURS;
    }

    private void insert(double square) {
        int i = NEIGHBOURS - 1;
        while (i > 0 && nearest[i - 1] > square) {
            nearest[i] = nearest[i - 1];
            i--;
        }
        nearest[i] = square;
    }
}
