package gpudyno.trace;

import gpudyno.model.trace.Stage;
import gpudyno.model.trace.Typical;
import gpudyno.model.trace.Typical.Range;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The stage times of ordinary requests of the last quarter of an hour: a sample of at most [#CAPACITY], about nine a second.
///
/// Times are held in microseconds in one array, so that a sample costs no allocation.
@SuppressWarnings("EnumOrdinal") // a stage's place in the arrays of times
final class OrdinaryTimes {
    static final int CAPACITY = 8_192;
    static final int A_SECOND = 9;
    private static final long WINDOW = 900;
    private static final int LEAST = 30;
    private static final int WIDTH = RequestTrace.STAGES + 2;
    /// A stage is anomalous beyond this many times its 99th percentile, and only beyond [#LEAST_ANOMALY].
    private static final int ANOMALY = 4;
    private static final long LEAST_ANOMALY = 5_000_000;
    private static final int LEAST_FOR_ANOMALY = 200;

    private final int[] times = new int[CAPACITY * WIDTH];
    private final PerSecond rate;
    private int next;
    private int size;
    private volatile @Nullable Typical typical;
    private volatile long[] unusual = usual();

    /// @param aSecond most that are taken in a second
    OrdinaryTimes(int aSecond) {
        rate = new PerSecond(aSecond);
    }

    private static long[] usual() {
        long[] never = new long[RequestTrace.STAGES];
        Arrays.fill(never, Long.MAX_VALUE);
        return never;
    }

    void offer(RequestTrace request, long now) {
        if (rate.take(now)) {
            add(request, now);
        }
    }

    private synchronized void add(RequestTrace request, long now) {
        int at = next * WIDTH;
        for (int i = 0; i < RequestTrace.STAGES; i++) {
            times[at + i] = micros(request.took[i]);
        }
        times[at + RequestTrace.STAGES] = micros(request.nanos);
        times[at + RequestTrace.STAGES + 1] = (int) (now / 1_000_000_000L);
        next = (next + 1) % CAPACITY;
        size = Math.min(size + 1, CAPACITY);
    }

    private static int micros(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, (nanos + 500) / 1_000);
    }

    /// Works out what is typical now, from what has come. Milliseconds of work, for a thread that no request waits for.
    void refresh(long now) {
        int[][] columns = columns(now);
        int count = columns[0].length;
        if (count < LEAST) {
            typical = null;
            unusual = usual();
            return;
        }
        Arrays.stream(columns).forEach(Arrays::sort);
        Map<Stage, Range> ranges = new EnumMap<>(Stage.class);
        long[] bounds = usual();
        for (Stage stage : Stage.values()) {
            int[] sorted = columns[stage.ordinal()];
            if (sorted[count - 1] > 0) {
                ranges.put(stage, new Range(quantile(sorted, 0.05), quantile(sorted, 0.5), quantile(sorted, 0.95)));
            }
            if (count >= LEAST_FOR_ANOMALY) {
                bounds[stage.ordinal()] = Math.max(LEAST_ANOMALY, (long) (quantile(sorted, 0.99) * 1e6 * ANOMALY));
            }
        }
        typical = new Typical(count, quantile(columns[RequestTrace.STAGES], 0.5), ranges);
        unusual = bounds;
    }

    private synchronized int[][] columns(long now) {
        int second = (int) (now / 1_000_000_000L);
        int[][] columns = new int[RequestTrace.STAGES + 1][size];
        int count = 0;
        for (int row = 0; row < size; row++) {
            if (second - times[row * WIDTH + RequestTrace.STAGES + 1] <= WINDOW) {
                for (int column = 0; column < columns.length; column++) {
                    columns[column][count] = times[row * WIDTH + column];
                }
                count++;
            }
        }
        int kept = count;
        return Arrays.stream(columns).map(column -> Arrays.copyOf(column, kept)).toArray(int[][]::new);
    }

    private static double quantile(int[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))] / 1e3;
    }

    /// Empty while fewer than 30 have come.
    Optional<Typical> typical() {
        return Optional.ofNullable(typical);
    }

    /// Whether a stage took far longer than it usually does.
    boolean isAnomalous(RequestTrace request) {
        long[] bounds = unusual;
        for (int i = 0; i < bounds.length; i++) {
            if (request.took[i] > bounds[i]) {
                return true;
            }
        }
        return false;
    }
}
