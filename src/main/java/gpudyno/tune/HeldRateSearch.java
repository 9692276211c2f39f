package gpudyno.tune;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// Searches for the rate at which half of a configuration's probes hold, by the QUEST method (Watson and Pelli, 1983). It keeps a
/// probability distribution of this threshold and of the width of the transition from holding to failing, and updates it by Bayes' rule
/// after every probe. The next probe is at the median of the threshold.
///
/// A single probe can be wrong: a pause of the machine can make a good rate fail, and by luck a bad rate can hold. The model gives both a
/// probability, so later probes correct one wrong result. A plain bisection would never recover from it.
final class HeldRateSearch {
    private static final double LOWEST = 0.5;
    private static final double HIGHEST = 200_000;
    /// Relative distance between two thresholds considered.
    private static final double GRID = 0.01;
    private static final int POINTS = (int) Math.ceil(Math.log(HIGHEST / LOWEST) / GRID) + 1;
    /// Standard deviations, in logarithms, of a normal curve from holding to failing.
    private static final double[] SPREADS = {0.02, 0.04, 0.08, 0.16};
    private static final double FALSE_FAILURE = 0.02;
    private static final double FALSE_HOLD = 0.01;
    /// The prior for a rate that was measured minutes ago: its standard deviation, in logarithms. Its heavy tails allow for an error.
    private static final double DRIFT = 0.15;
    private static final double ANSWERED_SPREAD = 0.2;
    private static final double HINT_FLOOR = 0.2;
    private static final double LARGEST_STEP = 2;
    private static final double BRACKET = 1.35;

    /// Probability by spread and threshold, not normalised.
    private final double[][] posterior = new double[SPREADS.length][POINTS];
    private final double firstGuess;
    private double lowestProbed = Double.POSITIVE_INFINITY;
    private double highestProbed;
    private boolean sawHold;
    private boolean sawFailure;
    private int probes;

    /// @param firstGuess the rate of the first probe; it has no other influence
    HeldRateSearch(double firstGuess) {
        this(firstGuess, _ -> 1);
    }

    private HeldRateSearch(double firstGuess, DoubleUnaryOperator prior) {
        this.firstGuess = Math.clamp(firstGuess, LOWEST, HIGHEST);
        for (double[] byThreshold : posterior) {
            Arrays.setAll(byThreshold, i -> prior.applyAsDouble(logRate(i)));
        }
    }

    /// A new search that starts near this one's estimate.
    HeldRateSearch again() {
        double centre = Math.log(median());
        return new HeldRateSearch(median(), log -> {
            double distance = (log - centre) / DRIFT;
            return 1 / (1 + distance * distance);
        });
    }

    private static double logRate(int point) {
        return Math.log(LOWEST) + point * GRID;
    }

    /// The rate to probe next: the median of the threshold, but at most twice the highest and at least half the lowest rate probed so far,
    /// so that no probe overloads the node heavily.
    double next() {
        if (probes == 0) {
            return firstGuess;
        }
        return Math.clamp(median(), lowestProbed / LARGEST_STEP, highestProbed * LARGEST_STEP);
    }

    /// Records the result of a probe.
    ///
    /// @param answered correct answers per second; NaN where unknown
    record Probe(boolean held, double answered) {}

    /// @param rate that was probed
    void observe(double rate, Probe probe) {
        boolean held = probe.held;
        probes++;
        sawHold |= held;
        sawFailure |= !held;
        lowestProbed = Math.min(lowestProbed, rate);
        highestProbed = Math.max(highestProbed, rate);
        double sum = 0;
        for (int spread = 0; spread < SPREADS.length; spread++) {
            for (int point = 0; point < POINTS; point++) {
                double holds = probabilityOfHolding(Math.log(rate), logRate(point), SPREADS[spread]);
                posterior[spread][point] *= held ? holds : (1 - holds) * nearness(logRate(point), probe.answered);
                sum += posterior[spread][point];
            }
        }
        for (double[] byThreshold : posterior) {
            for (int point = 0; point < POINTS; point++) {
                byThreshold[point] /= sum;
            }
        }
    }

    /// An overloaded node answers about as many requests as it can hold, but fewer if it thrashes. So this is only a hint.
    private static double nearness(double logThreshold, double answered) {
        if (!(answered > 0)) {
            return 1;
        }
        double distance = (logThreshold - Math.log(answered)) / ANSWERED_SPREAD;
        return HINT_FLOOR + (1 - HINT_FLOOR) * Math.exp(-distance * distance / 2);
    }

    private static double probabilityOfHolding(double logRate, double logThreshold, double spread) {
        return FALSE_HOLD + (1 - FALSE_HOLD - FALSE_FAILURE) * normal((logThreshold - logRate) / spread);
    }

    /// The standard normal distribution function, to 1e-4: the logistic curve of Bowling et al. (2009).
    private static double normal(double z) {
        return 1 / (1 + Math.exp(-0.07056 * z * z * z - 1.5976 * z));
    }

    /// Whether any rate held.
    boolean sawHold() {
        return sawHold;
    }

    /// Whether a rate that held and one that did not were seen, and the threshold is known to about a third.
    boolean settled() {
        return sawHold && sawFailure && quantile(0.975) / quantile(0.025) <= BRACKET;
    }

    /// Whether even rates near the lowest possible failed, or rates near the highest possible held, so that further probes tell nothing.
    boolean exhausted() {
        return !sawHold && lowestProbed < LARGEST_STEP * LOWEST || !sawFailure && highestProbed > HIGHEST / LARGEST_STEP;
    }

    HeldRate estimate() {
        return new HeldRate(sawHold ? median() : 0, sawHold ? quantile(0.025) : 0, sawFailure ? quantile(0.975) : Double.POSITIVE_INFINITY);
    }

    private double median() {
        return quantile(0.5);
    }

    /// The rate below which the threshold lies with this probability.
    private double quantile(double share) {
        double whole = 0;
        for (int point = 0; point < POINTS; point++) {
            whole += at(point);
        }
        double below = 0;
        int point = 0;
        while (point < POINTS - 1 && below + at(point) < share * whole) {
            below += at(point++);
        }
        double within = at(point) == 0 ? 0 : (share * whole - below) / at(point) - 0.5;
        return Math.clamp(Math.exp(logRate(point) + within * GRID), LOWEST, HIGHEST);
    }

    private double at(int point) {
        double sum = 0;
        for (double[] byThreshold : posterior) {
            sum += byThreshold[point];
        }
        return sum;
    }
}
