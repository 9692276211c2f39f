package gpudyno.tune;

import java.util.List;

/// How many times as many correct answers one configuration gave as another, from logarithms of the ratio in pairs whose order was drawn by
/// a coin: the [SignedRank] estimate with its intervals.
///
/// @param value the estimate
/// @param low of the 95 % interval; 0 where the pairs are too few to say
/// @param high of the 95 % interval; infinite where the pairs are too few to say
/// @param pairs how many there were
record PairedRatio(double value, double low, double high, int pairs) {
    /// A gain below it is not worth a change of settings, however surely it is there.
    static final double WORTHWHILE = 1.03;

    /// Nothing was compared.
    static final PairedRatio UNKNOWN = new PairedRatio(Double.NaN, 0, Double.POSITIVE_INFINITY, 0);

    static PairedRatio of(List<Double> logarithms) {
        SignedRank test = new SignedRank(logarithms);
        return new PairedRatio(Math.exp(test.estimate()), Math.exp(test.lower(0.025)), Math.exp(test.upper(0.025)), logarithms.size());
    }

    /// The least true gain, as a factor, that so many pairs tell from such noise four times in five; infinite where they are too few. For a
    /// normal variable: 2.65 standard errors to the bound that decides, 0.84 more for four in five.
    double detectable() {
        return Math.max(WORTHWHILE, Math.exp(Math.log(high / low) / 2 * (2.65 + 0.84) / 1.96));
    }
}
