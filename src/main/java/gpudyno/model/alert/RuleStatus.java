package gpudyno.model.alert;

/// A rule with how it stands.
///
/// @param pending series on which its condition is true, but not for long enough yet
/// @param firing series on which it fires
/// @param problem why it cannot be evaluated just now, such as a meter that is not declared; empty when it can
public record RuleStatus(AlertRule rule, int pending, int firing, String problem) {}
