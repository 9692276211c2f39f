package gpudyno.tune;

import java.util.List;

/// The ratio of the correct answers of two configurations, computed from the logarithms of the ratios in pairs of windows in random order:
/// the [SignedRank] estimate with its intervals.
///
/// @param value the estimate
/// @param low of the 95 % interval; 0 where the pairs are too few to say
/// @param high of the 95 % interval; infinite where the pairs are too few to say
/// @param pairs how many there were
record PairedRatio(double value, double low, double high, int pairs) {
    /// A smaller gain is not worth a change of settings, however certain it is.
    static final double WORTHWHILE = 1.03;

    /// Nothing was compared.
    static final PairedRatio UNKNOWN = new PairedRatio(Double.NaN, 0, Double.POSITIVE_INFINITY, 0);

    static PairedRatio of(List<Double> logarithms) {
        SignedRank test = new SignedRank(logarithms);
        return new PairedRatio(Math.exp(test.estimate()), Math.exp(test.lower(0.025)), Math.exp(test.upper(0.025)), logarithms.size());
    }

    /// The smallest real gain, as a factor, that this number of pairs detects in this noise with a probability of 80 %; infinite if there
    /// are too few pairs. For a normal variable: 2.65 standard errors to the bound that decides, 0.84 more for four in five.
    double detectable() {
        return Math.max(WORTHWHILE, Math.exp(Math.log(high / low) / 2 * (2.65 + 0.84) / 1.96));
    }
}
