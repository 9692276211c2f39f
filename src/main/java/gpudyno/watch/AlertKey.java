package gpudyno.watch;

/// A rule and a series. Alerts with the same key are repetitions of the same problem.
///
/// @param series the label values, joined; empty for a rule without
record AlertKey(String rule, String series) {}
