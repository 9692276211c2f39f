package gpudyno.foresight;

/// A simple way to forecast. It sees each value once, in equal steps of time.
sealed interface Candidate permits AutoRegression, WindowMean, ExponentialSmoothing, SeasonalNaive, LinearTrend {
    /// Takes the newest value.
    void learn(double value);

    /// @param steps how far ahead, at least 1
    /// @return the forecast; NaN as long as it has seen too few values
    double ahead(int steps);
}
