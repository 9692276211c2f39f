package gpudyno.model.knob;

/// Knobs about to be turned, or just turned.
///
/// @param before the values the turned knobs had
/// @param after the values they get
/// @param by who turns them, such as `user`, `session 12`, `rollback`
public record KnobChange(Configuration before, Configuration after, String by) {}
