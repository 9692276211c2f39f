package gpudyno.foresight;

import com.amazon.randomcutforest.RandomCutForest;

/// The random cut forest of the AWS library over the newest values: a point is unusual if few random cuts isolate it.
///
/// Source: Guha, Mishra, Roy, Schrijvers, "Robust random cut forest based anomaly detection on streams", ICML 2016. The forest is small
/// because each tree costs a microsecond and more for each point.
final class ForestDetector implements SurpriseDetector {
    private static final int TREES = 12;
    private static final int SAMPLE = 256;
    private static final int WARM_UP = 32;
    private final float[] shingle;
    private final RandomCutForest forest;
    private int seen;

    /// @param values how many of the newest values make a point
    ForestDetector(int values) {
        shingle = new float[values];
        forest = RandomCutForest.builder().dimensions(values).shingleSize(1).numberOfTrees(TREES).sampleSize(SAMPLE)
                .outputAfter(WARM_UP).randomSeed(1).parallelExecutionEnabled(false).build();
    }

    @Override
    public double surprise(double seconds, double value) {
        System.arraycopy(shingle, 1, shingle, 0, shingle.length - 1);
        shingle[shingle.length - 1] = (float) value;
        if (++seen < shingle.length) {
            return 0;
        }
        double score = forest.getAnomalyScore(shingle);
        forest.update(shingle);
        return score;
    }
}
