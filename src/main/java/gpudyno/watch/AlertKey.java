package gpudyno.watch;

/// One rule on one series: alerts of the same key are the same trouble come again.
///
/// @param series the label values, joined; empty for a rule without
record AlertKey(String rule, String series) {}
