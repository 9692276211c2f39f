/// Tuning sessions: baseline, search, verification, then apply or roll back.
///
/// A held rate is a threshold of noisy yes-or-no probes, found by a Bayesian search that expects some probes to lie; its interval is what the
/// probes leave open. A bracket of single probes, the plainer way, takes one bad second for the truth.
@NullMarked
package gpudyno.tune;

import org.jspecify.annotations.NullMarked;
