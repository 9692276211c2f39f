package gpudyno.gpu.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The slope of a level over the last ten minutes, with its 95 % interval.
///
/// Seconds that follow each other read nearly the same, so they are no independent witnesses: means of half a minute are compared.
final class Trend {
    static final Duration BLOCK = Duration.ofSeconds(30);
    private static final int BLOCKS = 20;
    /// With fewer, the interval of the slope has no bounds.
    private static final int LEAST = 6;
    private static final double NORMAL_95 = 1.96;

    private final ArrayDeque<Block> blocks = new ArrayDeque<>();
    private @Nullable Instant begun;
    private double sum;
    private int count;

    /// @param minutes since the epoch, of its middle
    private record Block(double minutes, double level) {}

    /// @param low and
    /// @param high bounds of the slope, per minute
    record Slope(double perMinute, double low, double high) {}

    void add(Instant at, double level) {
        Instant from = begun;
        if (from == null || at.isBefore(from) || !at.isBefore(from.plus(BLOCK))) {
            close();
            begun = at;
        }
        sum += level;
        count++;
    }

    private void close() {
        Instant from = begun;
        if (from == null || count == 0) {
            return;
        }
        double minutes = from.plus(BLOCK.dividedBy(2)).toEpochMilli() / 60_000.0;
        if (!blocks.isEmpty() && minutes <= blocks.getLast().minutes) {
            // The clock was put back.
            blocks.clear();
        }
        blocks.addLast(new Block(minutes, sum / count));
        while (blocks.size() > BLOCKS) {
            blocks.removeFirst();
        }
        sum = 0;
        count = 0;
    }

    /// Forgets what was, after memory was given back: what grew before says nothing of what grows now.
    void restart() {
        blocks.clear();
        begun = null;
        sum = 0;
        count = 0;
    }

    /// Null before there are six blocks, three minutes.
    @Nullable
    Slope slope() {
        List<Block> known = new ArrayList<>(blocks);
        int n = known.size();
        if (n < LEAST) {
            return null;
        }
        double[] slopes = new double[n * (n - 1) / 2];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[at++] = (known.get(j).level - known.get(i).level) / (known.get(j).minutes - known.get(i).minutes);
            }
        }
        Arrays.sort(slopes);
        // Deviation of Kendall's statistic, times the quantile; see the package.
        double reach = NORMAL_95 * Math.sqrt(n * (n - 1.0) * (2 * n + 5) / 18);
        int low = (int) Math.floor((slopes.length - reach) / 2) - 1;
        int high = (int) Math.ceil((slopes.length + reach) / 2);
        return new Slope(median(slopes), slopes[Math.max(0, low)], slopes[Math.min(slopes.length - 1, high)]);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
