package gpudyno.foresight;

/// How rare an answer of a detector is among its own answers so far: the answer's tail probability, as a negative power of ten.
///
/// This makes detectors and series comparable without a constant of any series. Answers are counted in bins of about 6 % width, old ones
/// fade, and above the largest answer so far the tail goes on as a power of the answer (Pareto).
final class TailRank {
    private static final int BINS_PER_OCTAVE = 12;
    private static final int LOWEST = -20;
    private static final int BINS = 50 * BINS_PER_OCTAVE;
    private static final double FADING = 0.9998;
    /// How much rarer an answer counts for each doubling above the highest so far, and at most.
    private static final double PER_OCTAVE = 0.5;
    private static final double MOST_BEYOND = 2;
    private final double[] counts = new double[BINS];
    private int highest;
    private double total;
    private double weight = 1;

    /// @return -log10 of the share of answers at least this high, 0 or more; and counts the answer
    double rank(double answer) {
        int bin = bin(answer);
        double above = 0;
        for (int i = bin; i <= highest; i++) {
            above += counts[i];
        }
        double share = (above / weight + 0.5) / (total / weight + 1);
        double beyond = total > 0 && bin > highest ? Math.min(MOST_BEYOND, PER_OCTAVE * (bin - highest) / BINS_PER_OCTAVE) : 0;
        highest = Math.max(highest, bin);
        counts[bin] += weight;
        total += weight;
        weight /= FADING;
        if (weight > 1e100) {
            for (int i = 0; i < BINS; i++) {
                counts[i] /= weight;
            }
            total /= weight;
            weight = 1;
        }
        return Math.max(0, -Math.log10(share)) + beyond;
    }

    private static int bin(double answer) {
        return answer <= 0 ? 0 : Math.clamp((int) ((Math.log(answer) / Math.log(2) - LOWEST) * BINS_PER_OCTAVE), 1, BINS - 1);
    }
}
