package gpudyno.tune.strategy;

/// The result of a trial.
public sealed interface Outcome {
    /// It was measured.
    ///
    /// @param cost finite; less is better
    record Measured(double cost) implements Outcome {
        public Measured {
            if (!Double.isFinite(cost)) {
                throw new IllegalArgumentException("a cost must be finite, got " + cost);
            }
        }
    }

    /// It could not be measured: the configuration does not start, runs out of memory, breaks a bound hard.
    record Failed(String reason) implements Outcome {}
}
