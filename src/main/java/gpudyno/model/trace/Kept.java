package gpudyno.model.trace;

/// Why a trace was kept.
public enum Kept {
    /// It was answered with an error, or not in time.
    FAILED,
    /// It took longer than the knob `trace.slow`.
    SLOW,
    /// One of its stages took far longer than that stage usually does.
    ANOMALOUS,
    /// One of the rest, to compare with.
    ORDINARY
}
