package gpudyno.foresight;

/// The least-squares line through the newest values, drawn on.
final class LinearTrend implements Candidate {
    private final double[] window;
    private long seen;

    /// @param values the window's length, at least 3
    LinearTrend(int values) {
        window = new double[values];
    }

    @Override
    public void learn(double value) {
        window[(int) (seen++ % window.length)] = value;
    }

    @Override
    public double ahead(int steps) {
        int count = window.length;
        if (seen < count) {
            return Double.NaN;
        }
        double middle = (count - 1) / 2.0;
        double mean = 0;
        double covariance = 0;
        for (int i = 0; i < count; i++) {
            double value = window[(int) ((seen + i) % count)];
            mean += value / count;
            covariance += (i - middle) * value;
        }
        double slope = covariance / (count * ((double) count * count - 1) / 12);
        return mean + slope * (count - 1 - middle + steps);
    }
}
