package gpudyno.tune;

import java.util.List;

/// How much better than random search a strategy does on a space: P = (random − ours) / (random − optimum), means over searches of the best value
/// so far, averaged over the trials (Willemsen et al., "A methodology for comparing optimization algorithms for auto-tuning", Future Generation
/// Computer Systems 159, 2024). 0 is as good as random, 1 the optimum at once.
public final class Performance {
    /// A gap to the optimum smaller than this share of it cannot be closed further.
    private static final double CLOSED = 1e-9;

    private Performance() {
    }

    /// Trials by which some search has measured nothing yet, or random search is at the optimum, are left out.
    ///
    /// @param random searches of the strategy `random` with other seeds, the more the better
    /// @return NaN where no trial is left
    public static double of(Replay replay, List<Replay.Search> ours, List<Replay.Search> random, int trials) {
        double[] mine = best(replay, ours, trials);
        double[] theirs = best(replay, random, trials);
        double sum = 0;
        int counted = 0;
        for (int trial = 0; trial < trials; trial++) {
            double gap = replay.optimum() - theirs[trial];
            if (Double.isFinite(mine[trial]) && Double.isFinite(gap) && Math.abs(gap) > CLOSED * Math.abs(replay.optimum())) {
                sum += (mine[trial] - theirs[trial]) / gap;
                counted++;
            }
        }
        return sum / counted;
    }

    /// Mean of the best value so far, trial by trial; NaN where a search had found nothing yet.
    private static double[] best(Replay replay, List<Replay.Search> searches, int trials) {
        double[] mean = new double[trials];
        for (Replay.Search search : searches) {
            double best = Double.NaN;
            for (int trial = 0; trial < trials; trial++) {
                Double value = trial < search.evaluations().size() ? search.evaluations().get(trial).value() : null;
                if (value != null && (Double.isNaN(best) || (replay.maximized() ? value > best : value < best))) {
                    best = value;
                }
                mean[trial] += best / searches.size();
            }
        }
        return mean;
    }
}
