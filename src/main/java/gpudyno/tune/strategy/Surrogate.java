package gpudyno.tune.strategy;

/// A model of cost over encoded points that knows how sure it is.
interface Surrogate {
    /// @param x encoded points, one a row
    /// @param y their standardised costs
    void fit(double[][] x, double[] y);

    /// @return mean and standard deviation at each of the rows
    Prediction predict(double[][] x);

    /// @param mean of the standardised cost
    /// @param deviation at least 0
    record Prediction(double[] mean, double[] deviation) {}
}
