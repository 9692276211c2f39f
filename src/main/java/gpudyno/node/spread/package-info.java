/// Spread load: several generators send one schedule to one server.
///
/// Every generator draws the whole schedule from one seed and sends the arrivals whose numbers are its own, so the merged schedule is the
/// schedule itself: a Poisson process stays one, and a constant rate stays even. (Giving each a rate of `R/N` with its own seed would add up
/// to the same mean, but not to the same requests.) They start at one instant, by the offset of each clock as measured. Their histograms
/// merge, so a percentile is that of all requests.
@NullMarked
package gpudyno.node.spread;

import org.jspecify.annotations.NullMarked;
