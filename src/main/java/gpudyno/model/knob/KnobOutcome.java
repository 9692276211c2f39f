package gpudyno.model.knob;

/// What came of a change of knobs.
public enum KnobOutcome {
    /// All knobs stand where the change wanted them.
    MADE,
    /// It could not be made; the knobs were turned back.
    FAILED
}
