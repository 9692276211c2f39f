package gpudyno.foresight;

import java.util.Arrays;

/// What a figure usually reads: median and spread of its values of the last 20 minutes, one every five seconds.
///
/// A value counts after a minute of quiet only, so that the beginning of an anomaly never becomes what is usual. The spread is told by ranks, so
/// that a few wild values do not widen it.
final class UsualRange {
    static final int EVERY = 5;
    private static final int PAST = 240;
    private static final int WAITING = 12;
    /// A minute and a half, after the minute for which values wait.
    private static final int LEARNED = 18;
    private final double[] past = new double[PAST];
    private final double[] waiting = new double[WAITING];
    private int held;
    private int next;
    private int queued;
    private double low = Double.NaN;
    private double middle = Double.NaN;
    private double high = Double.NaN;

    /// Takes a value that was as usual.
    void learn(double value) {
        if (queued == WAITING) {
            keep(waiting[0]);
            System.arraycopy(waiting, 1, waiting, 0, WAITING - 1);
            queued--;
        }
        waiting[queued++] = value;
    }

    private void keep(double value) {
        past[next] = value;
        next = (next + 1) % PAST;
        held = Math.min(held + 1, PAST);
        double[] sorted = Arrays.copyOf(past, held);
        Arrays.sort(sorted);
        low = sorted[(int) (0.05 * (held - 1))];
        middle = sorted[(held - 1) / 2];
        high = sorted[(int) Math.ceil(0.95 * (held - 1))];
    }

    /// What came shortly before an anomaly does not count as usual.
    void forgetWaiting() {
        queued = 0;
    }

    /// Begins anew: what was unusual has become usual.
    void restart() {
        held = 0;
        next = 0;
        queued = 0;
    }

    boolean isLearning() {
        return held < LEARNED;
    }

    double middle() {
        return middle;
    }

    /// From the median to where 5 % of the values lie beyond, at least `least`.
    double spread(boolean above, double least) {
        return Math.max(least, above ? high - middle : middle - low);
    }
}
