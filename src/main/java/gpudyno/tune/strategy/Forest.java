package gpudyno.tune.strategy;

import java.util.random.RandomGenerator;

/// Extremely randomised trees (Geurts, Ernst and Wehenkel, 2006): every tree sees all points and splits at a random place of the best of a
/// few random parameters. Cheap to fit anew after each trial, indifferent to scales, and able to learn cliffs: it says where
/// configurations fail. The deviation is the trees' disagreement.
final class Forest implements Surrogate {
    private static final int TREES = 48;
    private static final int SMALLEST_SPLIT = 3;
    private static final int MOST_NODES = 1024;

    private final RandomGenerator random;
    private final Tree[] trees = new Tree[TREES];
    private double[][] x = {};
    private double[] y = {};

    /// A tree in arrays; a leaf has parameter −1.
    private static final class Tree {
        final int[] parameter = new int[MOST_NODES];
        final double[] threshold = new double[MOST_NODES];
        final int[] left = new int[MOST_NODES];
        final int[] right = new int[MOST_NODES];
        final double[] value = new double[MOST_NODES];
        int nodes;
    }

    Forest(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void fit(double[][] points, double[] costs) {
        x = points;
        y = costs;
        int[] all = new int[points.length];
        for (int tree = 0; tree < TREES; tree++) {
            for (int i = 0; i < all.length; i++) {
                all[i] = i;
            }
            trees[tree] = new Tree();
            grow(trees[tree], all, 0, all.length);
        }
    }

    private int grow(Tree tree, int[] members, int from, int to) {
        int node = tree.nodes++;
        tree.value[node] = mean(members, from, to);
        tree.parameter[node] = -1;
        if (to - from < SMALLEST_SPLIT || tree.nodes > MOST_NODES - 4) {
            return node;
        }
        int best = -1;
        double bestThreshold = 0;
        double bestGain = 1e-12;
        int dimensions = x[0].length;
        int tries = Math.max(2, (2 * dimensions + 2) / 3);
        for (int attempt = 0; attempt < tries; attempt++) {
            int parameter = random.nextInt(dimensions);
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                double at = x[members[i]][parameter];
                low = Math.min(low, at);
                high = Math.max(high, at);
            }
            if (high <= low) {
                continue;
            }
            double threshold = low + (high - low) * random.nextDouble();
            double gain = gain(members, from, to, parameter, threshold);
            if (gain > bestGain) {
                best = parameter;
                bestThreshold = threshold;
                bestGain = gain;
            }
        }
        if (best < 0) {
            return node;
        }
        int middle = partition(members, from, to, best, bestThreshold);
        tree.parameter[node] = best;
        tree.threshold[node] = bestThreshold;
        tree.left[node] = grow(tree, members, from, middle);
        tree.right[node] = grow(tree, members, middle, to);
        return node;
    }

    private double mean(int[] members, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += y[members[i]];
        }
        return sum / (to - from);
    }

    /// How much a split lowers the summed squared error.
    private double gain(int[] members, int from, int to, int parameter, double threshold) {
        double leftSum = 0;
        double rightSum = 0;
        int leftCount = 0;
        for (int i = from; i < to; i++) {
            if (x[members[i]][parameter] <= threshold) {
                leftSum += y[members[i]];
                leftCount++;
            } else {
                rightSum += y[members[i]];
            }
        }
        int rightCount = to - from - leftCount;
        if (leftCount == 0 || rightCount == 0) {
            return 0;
        }
        double sum = leftSum + rightSum;
        return leftSum * leftSum / leftCount + rightSum * rightSum / rightCount - sum * sum / (to - from);
    }

    private int partition(int[] members, int from, int to, int parameter, double threshold) {
        int middle = from;
        for (int i = from; i < to; i++) {
            if (x[members[i]][parameter] <= threshold) {
                int swapped = members[middle];
                members[middle++] = members[i];
                members[i] = swapped;
            }
        }
        return middle;
    }

    @Override
    public Prediction predict(double[][] points) {
        double[] mean = new double[points.length];
        double[] deviation = new double[points.length];
        for (int i = 0; i < points.length; i++) {
            double sum = 0;
            double squares = 0;
            for (Tree tree : trees) {
                double value = value(tree, points[i]);
                sum += value;
                squares += value * value;
            }
            mean[i] = sum / TREES;
            deviation[i] = Math.sqrt(Math.max(0, squares / TREES - mean[i] * mean[i]));
        }
        return new Prediction(mean, deviation);
    }

    private static double value(Tree tree, double[] point) {
        int node = 0;
        while (tree.parameter[node] >= 0) {
            node = point[tree.parameter[node]] <= tree.threshold[node] ? tree.left[node] : tree.right[node];
        }
        return tree.value[node];
    }
}
