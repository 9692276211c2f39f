package gpudyno.model.knob;

/// A knob and where it stands.
public record KnobState(Knob knob, Object value) {}
