package gpudyno.foresight;

/// Judges each value of a series against what came before it. One instance serves one series, on one thread.
interface SurpriseDetector {
    /// Judges a value, then learns it.
    ///
    /// @param seconds when it was measured, in seconds since 1970
    /// @param value at most 1e18 from zero
    /// @return how unusual the value is, at least 0; comparable with this detector's other answers alone
    double surprise(double seconds, double value);
}
