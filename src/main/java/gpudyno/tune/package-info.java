/// Tuning sessions: baseline, search, verification, then apply or roll back.
///
/// A held rate is bracketed, not fitted: its interval is the highest rate that held and the lowest that did not, which needs no model of
/// the node and cannot be narrower than what was seen.
@NullMarked
package gpudyno.tune;

import org.jspecify.annotations.NullMarked;
