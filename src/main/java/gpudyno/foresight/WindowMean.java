package gpudyno.foresight;

/// The mean of the newest values; with a window of one, the last value.
final class WindowMean implements Candidate {
    private final double[] window;
    private long seen;

    /// @param values the window's length, at least 1
    WindowMean(int values) {
        window = new double[values];
    }

    @Override
    public void learn(double value) {
        window[(int) (seen++ % window.length)] = value;
    }

    @Override
    public double ahead(int steps) {
        int count = (int) Math.min(seen, window.length);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += window[i];
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
