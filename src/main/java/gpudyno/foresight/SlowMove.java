package gpudyno.foresight;

/// Finds a slow move one way: means of half a minute that each go further than the one before. One value every five seconds.
final class SlowMove {
    private static final int PER_MEAN = 6;
    private static final int MEANS = 10;
    /// Three minutes of steps one way; one in a million by chance, were the means random.
    private static final int STEPS = 6;
    private final double[] means = new double[MEANS];
    private int held;
    private double sum;
    private int counted;

    void learn(double value) {
        sum += value;
        if (++counted < PER_MEAN) {
            return;
        }
        if (held == MEANS) {
            System.arraycopy(means, 1, means, 0, MEANS - 1);
            held--;
        }
        means[held++] = sum / counted;
        sum = 0;
        counted = 0;
    }

    /// By how much the means have moved one way without a step back; 0 where they have not. A single jump is no slow move: no step may make
    /// more than half of it.
    double moved() {
        if (held <= STEPS) {
            return 0;
        }
        double direction = Math.signum(means[held - 1] - means[held - 2]);
        int first = held - 1;
        double largest = 0;
        while (first > 0 && direction != 0 && Math.signum(means[first] - means[first - 1]) == direction) {
            largest = Math.max(largest, Math.abs(means[first] - means[first - 1]));
            first--;
        }
        double moved = means[held - 1] - means[first];
        return held - 1 - first >= STEPS && largest <= Math.abs(moved) / 2 ? moved : 0;
    }

    void restart() {
        held = 0;
        sum = 0;
        counted = 0;
    }
}
