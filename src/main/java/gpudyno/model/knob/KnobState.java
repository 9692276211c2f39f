package gpudyno.model.knob;

/// A knob and where it stands.
///
/// @param value in the one form of [KnobValue]
public record KnobState(Knob knob, Object value) {
    public KnobState {
        value = KnobValue.canonical(value);
    }
}
