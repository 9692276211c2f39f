package gpudyno.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// Searches for the highest rate at which bounds hold: chooses the next rate to probe and estimates the result from the probes so far.
///
/// A probe gives a margin: the logarithm of the nearest bound's measured value over the bound, so that 0 is at the bound. Near the rate
/// sought, the root, the margin rises with the logarithm of the rate; how steeply, and how much one probe scatters, differs between servers
/// by factors of ten, and single probes near the root hold or fail almost by chance. So no single probe decides: root, slope and scatter
/// are estimated together, by Bayes' rule on a grid, with a monotone fit
///
///     margin = slope (ln rate - root) + noise,   both sides clipped to ±1.5
///
/// where noise has Student's t distribution of 4 degrees (an odd probe costs little) and a scale of `sqrt(scatter² + (margin / 2)²)`: far
/// from the root the curve is not straight, so that a far probe says on which side it lies and little more. Root flat, slope and scatter
/// flat in their logarithms, the scatter from 0.05 on: no p95 of a thousand requests is known better. The estimate is the root's median, the interval its 5 % to 95 %.
///
/// All of that is about probes and a straight line, which bends either way: by up to [#BENT], all equally likely. And a probe starts on an
/// idle server and ends before most of the rare excursions of a long run, so it holds more than the steady state does. How much more: a
/// server that lacks the share e of what is offered falls e T behind within a time T, so that a delay of b is reached only from e = b / T
/// on. No probe shows how far the steady state itself is from that; in simulation the whole came to twice b / T where a queue stands behind
/// the knee (a steep slope), and to little where latency rises gently. The root is therefore taken lower by anything from none to
/// [#UNSETTLED] b / T, times slope / (slope + [#STEEP]), all equally likely: a systematic uncertainty, which repeats do not narrow and
/// longer probes do.
///
/// Probes: doubling or halving until one holds and one fails (after an overload, straight to just below what was achieved); then in the
/// interior, in turn at the 30 % and the 70 % point of what is known; the last three at the estimate itself, as confirmation.
final class RateSearch {
    static final int MAX_PROBES = 12;
    private static final int CONFIRMATIONS = 3;
    private static final double CLIP = 1.5;
    private static final double UNSETTLED = 4;
    private static final double STEEP = 10;
    private static final double BENT = 0.01;
    private static final int ROOTS = 500;
    private static final double[] SLOPES = logarithmic(1, 200, 16);
    private static final double[] SCATTERS = logarithmic(0.05, 1.0, 8);
    /// An interval as narrow as this either way ends the search early.
    private static final double FINE = 0.005;

    /// @param margin clipped
    private record Probe(double logRate, double margin) {}

    private final List<Probe> probes = new ArrayList<>();
    private final double start;
    private int lost;
    private double highestHeld = Double.NEGATIVE_INFINITY;
    private double lowestFailed = Double.POSITIVE_INFINITY;
    private double hint = Double.NaN;
    private double[] roots = new double[0];
    private double[] cumulative = new double[0];
    private final double boundShare;
    private double slope;

    /// @param boundShare the latency allowed over the time a probe lasts, its warm-up included
    RateSearch(double startRate, double boundShare) {
        start = Math.log(startRate);
        this.boundShare = boundShare;
    }

    /// The result of a probe at a rate.
    ///
    /// @param margin logarithm of measured over bound; infinite where nothing was measured
    /// @param achieved correct answers per second
    void observe(double rate, double margin, double achieved) {
        double logRate = Math.log(rate);
        probes.add(new Probe(logRate, Math.clamp(margin, -CLIP, CLIP)));
        if (margin <= 0) {
            highestHeld = Math.max(highestHeld, logRate);
        } else {
            lowestFailed = Math.min(lowestFailed, logRate);
            hint = achieved > 0 && achieved < 0.9 * rate ? Math.log(0.93 * achieved) : Double.NaN;
        }
        if (bracketed()) {
            infer();
        }
    }

    /// A probe was made but told nothing; the same rate is probed next.
    void lose() {
        lost++;
    }

    /// Whether some probe held and some failed.
    boolean bracketed() {
        return Double.isFinite(highestHeld) && Double.isFinite(lowestFailed);
    }

    /// The next rate to probe; empty when the search is done.
    OptionalDouble next() {
        int left = MAX_PROBES - probes.size() - lost;
        if (left <= 0 || bracketed() && fineEnough()) {
            return OptionalDouble.empty();
        }
        if (probes.isEmpty()) {
            return OptionalDouble.of(Math.exp(start));
        }
        if (!bracketed()) {
            return OptionalDouble.of(Math.exp(bracketing()));
        }
        double quantile = left <= CONFIRMATIONS ? 0.5 : probes.size() % 2 == 0 ? 0.3 : 0.7;
        return OptionalDouble.of(Math.exp(quantile(quantile)));
    }

    private double bracketing() {
        if (Double.isInfinite(lowestFailed)) {
            return highestHeld + Math.log(2);
        }
        boolean usable = !Double.isNaN(hint) && hint < lowestFailed - 0.02 && hint > lowestFailed - Math.log(50);
        return usable ? hint : lowestFailed - Math.log(2);
    }

    /// With six probes at least within a twentieth of the estimate, for an interval is no narrower than the fit deserves.
    private boolean fineEnough() {
        double root = quantile(0.5);
        return quantile(0.95) - quantile(0.05) < 2 * FINE
                && probes.stream().filter(probe -> Math.abs(probe.logRate - root) < 0.05).count() >= 2 * CONFIRMATIONS;
    }

    /// The estimate, once bracketed.
    double rate() {
        return Math.exp(settled(0.5));
    }

    /// 90 %, once bracketed.
    double[] interval() {
        return new double[]{Math.exp(settled(0.05)), Math.exp(settled(0.95))};
    }

    /// A quantile of the root less its systematic part, by halving.
    private double settled(double q) {
        double unsettled = BENT + UNSETTLED * boundShare * slope / (slope + STEEP);
        double low = roots[0] - unsettled;
        double high = roots[roots.length - 1] + BENT;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            double below = 0;
            for (int part = 0; part < 8; part++) {
                below += probability(middle - BENT + (unsettled + BENT) * (part + 0.5) / 8) / 8;
            }
            if (below < q) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /// The probability that the root lies below a rate.
    private double probability(double root) {
        int at = Arrays.binarySearch(roots, root);
        int above = at >= 0 ? at : -at - 1;
        return above == 0 ? 0 : cumulative[above - 1];
    }

    private double quantile(double q) {
        int at = Arrays.binarySearch(cumulative, q);
        return roots[Math.min(at >= 0 ? at : -at - 1, roots.length - 1)];
    }

    private void infer() {
        double low = Math.min(highestHeld, lowestFailed) - Math.log(1.5);
        double high = Math.max(highestHeld, lowestFailed) + Math.log(1.5);
        // No grid points are used where earlier fits exclude the root.
        if (cumulative.length > 0) {
            double width = Math.max(quantile(0.999) - quantile(0.001), 0.01);
            low = Math.max(low, quantile(0.001) - width);
            high = Math.min(high, quantile(0.999) + width);
        }
        double[] grid = new double[ROOTS];
        double[] sums = new double[ROOTS];
        double sum = 0;
        double logSlopes = 0;
        for (int i = 0; i < ROOTS; i++) {
            grid[i] = low + (high - low) * i / (ROOTS - 1);
            for (double steepness : SLOPES) {
                double likelihood = likelihood(grid[i], steepness);
                sum += likelihood;
                logSlopes += likelihood * Math.log(steepness);
            }
            sums[i] = sum;
        }
        for (int i = 0; i < ROOTS; i++) {
            sums[i] /= sum;
        }
        roots = grid;
        cumulative = sums;
        slope = Math.exp(logSlopes / sum);
    }

    /// Over scatters, all equally likely beforehand.
    private double likelihood(double root, double steepness) {
        double sum = Double.MIN_NORMAL;
        for (double scatter : SCATTERS) {
            double log = 0;
            for (Probe probe : probes) {
                double expected = Math.clamp(steepness * (probe.logRate - root), -CLIP, CLIP);
                double scale = Math.hypot(scatter, expected / 2);
                double z = (probe.margin - expected) / scale;
                log -= Math.log(scale) + 2.5 * Math.log1p(z * z / 4);
            }
            sum += Math.exp(log);
        }
        return sum;
    }

    private static double[] logarithmic(double from, double to, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = from * Math.pow(to / from, i / (count - 1.0));
        }
        return values;
    }
}
