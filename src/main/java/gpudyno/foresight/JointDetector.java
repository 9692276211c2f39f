package gpudyno.foresight;

import com.amazon.randomcutforest.RandomCutForest;
import com.amazon.randomcutforest.returntypes.DiVector;

/// How unusual several figures are together: the random cut forest over how far each lies off what is usual. It sees what no figure shows
/// alone, such as a processor that works as always while requests do not come, and tells which figures isolate the point.
final class JointDetector {
    private static final int TREES = 30;
    private static final int SAMPLE = 256;
    private static final int WARM_UP = 64;
    private static final double MOST_OFF = 3;
    private final RandomCutForest forest;
    private final TailRank rank = new TailRank();
    private double[] shares;

    JointDetector(int figures) {
        forest = RandomCutForest.builder().dimensions(figures).shingleSize(1).numberOfTrees(TREES).sampleSize(SAMPLE).outputAfter(WARM_UP)
                .randomSeed(2).parallelExecutionEnabled(false).build();
        shares = new double[figures];
    }

    /// Judges a point, then learns it.
    ///
    /// @param off of each figure, in units of what is tolerated
    /// @return 0 as usual, towards 1 the rarer
    double score(double[] off) {
        float[] point = new float[off.length];
        for (int i = 0; i < off.length; i++) {
            point[i] = (float) Math.clamp(off[i], -MOST_OFF, MOST_OFF);
        }
        double isolation = forest.getAnomalyScore(point);
        double level = rank.rank(isolation);
        if (isolation > 1) {
            attribute(forest.getAnomalyAttribution(point));
        }
        forest.update(point);
        return level / (1 + level);
    }

    private void attribute(DiVector of) {
        double total = Math.max(1e-9, of.getHighLowSum());
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (of.high[i] + of.low[i]) / total;
        }
    }

    /// Of the isolation of the last point that was isolated at all, by figure.
    double share(int figure) {
        return shares[figure];
    }
}
