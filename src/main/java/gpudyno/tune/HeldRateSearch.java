package gpudyno.tune;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/// Looks for the rate at which a configuration's probes hold as often as not, after QUEST (Watson and Pelli, 1983): a probability over the
/// threshold and over how gradually probes turn from holding to failing, updated by Bayes' rule with every probe; the next probe goes where
/// the threshold is as likely above as below.
///
/// A probe may lie: a pause of the machine fails a rate that holds, a lucky second holds one that does not. Both have a probability here, so
/// that one lie is outvoted by the probes after it, where a plain bisection would never come back.
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
    /// What is known beforehand about a rate measured minutes ago: a standard deviation, in logarithms, with tails that forgive an error.
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

    /// @param firstGuess where the first probe goes; nothing else is concluded from it
    HeldRateSearch(double firstGuess) {
        this(firstGuess, _ -> 1);
    }

    private HeldRateSearch(double firstGuess, DoubleUnaryOperator prior) {
        this.firstGuess = Math.clamp(firstGuess, LOWEST, HIGHEST);
        for (double[] byThreshold : posterior) {
            Arrays.setAll(byThreshold, i -> prior.applyAsDouble(logRate(i)));
        }
    }

    /// A search that begins anew near where this one stands.
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

    /// The rate to probe next: where the threshold is as likely above as below, at most twice the highest and half the lowest rate probed so
    /// far, so that no probe drowns the node.
    double next() {
        if (probes == 0) {
            return firstGuess;
        }
        return Math.clamp(median(), lowestProbed / LARGEST_STEP, highestProbed * LARGEST_STEP);
    }

    /// What a probe showed.
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

    /// A node that is overrun answers about as many as it could hold; one that thrashes, fewer, so this is a hint and no more.
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

    /// Whether rates near the lowest failed too, or near the highest held: there is nothing more to learn.
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
