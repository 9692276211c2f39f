package gpudyno.model.meter;

/// How a meter is read and rolled up.
public enum MeterKind {
    /// A level at an instant; rolls up to its minimum, mean and maximum.
    GAUGE,
    /// Something that only grows; a frame holds the growth of its second, and growth adds up.
    COUNTER,
    /// A set of observed values kept as a mergeable histogram with an error of at most 1 %.
    DISTRIBUTION
}
