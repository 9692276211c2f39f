package gpudyno.foresight;

/// Holt's exponential smoothing with a damped trend: Gardner, McKenzie, "Forecasting trends in time series", Management Science 31 (1985).
/// Without a trend it is simple exponential smoothing.
final class ExponentialSmoothing implements Candidate {
    private static final double DAMPING = 0.95;
    private final double levelGain;
    private final double trendGain;
    private double level = Double.NaN;
    private double trend;

    /// @param levelGain weight of the newest value in the level, in (0, 1]
    /// @param trendGain weight of the newest step in the trend, in [0, 1]; 0 has no trend
    ExponentialSmoothing(double levelGain, double trendGain) {
        this.levelGain = levelGain;
        this.trendGain = trendGain;
    }

    @Override
    public void learn(double value) {
        if (Double.isNaN(level)) {
            level = value;
            return;
        }
        double expected = level + DAMPING * trend;
        double next = expected + levelGain * (value - expected);
        trend = trendGain == 0 ? 0 : DAMPING * trend + trendGain * (next - level - DAMPING * trend);
        level = next;
    }

    @Override
    public double ahead(int steps) {
        return level + trend * DAMPING * (1 - Math.pow(DAMPING, steps)) / (1 - DAMPING);
    }
}
