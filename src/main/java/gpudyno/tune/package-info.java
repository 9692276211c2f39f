/// Tuning sessions: baseline, search, verification, then apply or roll back.
///
/// A held rate is a threshold of noisy yes-or-no probes, found by a Bayesian search that expects some probes to lie; its interval is what the
/// probes leave open. A bracket of single probes, the plainer way, takes one bad second for the truth.
///
/// Small gains are told from noise by a duel: short windows of both sides in pairs, the order in each drawn by a coin, so that the test needs
/// no assumption about the noise but the coin. It is looked at while the pairs come in, and all looks share one error through played-out
/// courses of that coin. Commons Math has a signed-rank test, but none that may be looked at twice; dividing the error among the looks finds
/// fewer of the small gains (`packaging/bench/aa-sessions`).
@NullMarked
package gpudyno.tune;

import org.jspecify.annotations.NullMarked;
