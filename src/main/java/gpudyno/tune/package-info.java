/// Tuning sessions: baseline, search, verification, then apply or roll back.
///
/// A held rate is the threshold of noisy yes-or-no probes. A Bayesian search finds it and allows for some wrong probes; its interval is the
/// remaining uncertainty. The simpler way, a bisection by single probes, would be misled by one bad second.
///
/// A duel distinguishes small gains from noise: short windows of both sides in pairs, in random order, so that the test needs no assumption
/// about the noise. The test is repeated while pairs come in, and simulated random orders keep the error of all tests together at the
/// stated level. Commons Math has a signed-rank test, but not one that may be repeated on growing data; dividing the error among the tests
/// finds fewer of the small gains (`packaging/bench/aa-sessions`).
@NullMarked
package gpudyno.tune;

import org.jspecify.annotations.NullMarked;
