package gpudyno.tune;

import gpudyno.model.meter.DerivedMeters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// How many times as many correct answers one arm gave as another, at the same offered rate and to the same requests: the geometric mean over
/// the rounds of a verification, with a t interval. Each round is a pair measured within seconds, so that a drift of the machine falls on both.
/// Where both arms are overrun this is the ratio of what they can do; where one is not, that is more than this.
///
/// @param low of the 95 % interval
/// @param surelyAbove whether the ratio is above 1 with 99.5 % confidence: a verdict is given once a session
record PairedRatio(double value, double low, double high, boolean surelyAbove) {
    /// Student's t by degrees of freedom, from 3 to 12: the 97.5 % and 99.5 % quantiles.
    private static final double[] T_975 = {3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179};
    private static final double[] T_995 = {5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169, 3.106, 3.055};
    private static final int LEAST_ROUNDS = 4;
    private static final int TRIMMED_FROM = 6;

    static PairedRatio ofAnswers(List<Map<String, Double>> baseline, List<Map<String, Double>> other) {
        List<Double> logs = new ArrayList<>();
        for (int round = 0; round < Math.min(baseline.size(), other.size()); round++) {
            Double of = baseline.get(round).get(DerivedMeters.THROUGHPUT);
            Double with = other.get(round).get(DerivedMeters.THROUGHPUT);
            if (of != null && with != null && of > 0 && with > 0) {
                logs.add(Math.log(with / of));
            }
        }
        if (logs.size() < LEAST_ROUNDS) {
            return new PairedRatio(Double.NaN, 0, Double.POSITIVE_INFINITY, false);
        }
        Collections.sort(logs);
        return trimmed(logs);
    }

    /// Mean and interval without the least and the greatest (Yuen, 1974): one bad second must not hide what the other rounds agree on.
    private static PairedRatio trimmed(List<Double> sorted) {
        int rounds = sorted.size();
        int cut = rounds >= TRIMMED_FROM ? 1 : 0;
        double mean = Bootstrap.mean(sorted.subList(cut, rounds - cut));
        List<Double> winsorized = new ArrayList<>(sorted);
        if (cut > 0) {
            winsorized.set(0, sorted.get(1));
            winsorized.set(rounds - 1, sorted.get(rounds - 2));
        }
        double centre = Bootstrap.mean(winsorized);
        double variance = winsorized.stream().mapToDouble(log -> (log - centre) * (log - centre)).sum() / (rounds - 1);
        double kept = rounds - 2.0 * cut;
        double error = Math.sqrt(variance * rounds) / kept;
        int row = Math.min(rounds - 2 * cut - LEAST_ROUNDS, T_975.length - 1);
        return new PairedRatio(Math.exp(mean), Math.exp(mean - T_975[row] * error), Math.exp(mean + T_975[row] * error),
                mean > T_995[row] * error && error > 0);
    }
}
