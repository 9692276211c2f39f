package gpudyno.watch;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/// The frames of the last so many seconds rolled up into one, kept up to date at a cost that does not grow with the window.
///
/// Levels and growth are sums over a ring of slots, one slot a frame: new values are added, and values that leave the window are
/// subtracted. Sums of doubles become inexact this way, most of all when a large value leaves. So every series is summed again after every
/// [#SUMMED_ANEW] slots, at a different slot for each series, and immediately if more has left than stayed. Histograms merge but do not
/// subtract; they use two stacks ([SlidingHistograms]). The minimum and maximum of a gauge are not kept, because nothing uses them.
final class SlidingFrame {
    private static final int SUMMED_ANEW = 64;
    private static final int FIRST_CAPACITY = 16;

    /// The least length of a window: one that holds nothing still has a length.
    private static final long LEAST_MILLIS = 1;

    private final long windowMillis;
    private final Set<String> meters;
    private final Map<Series, Column> columns = new HashMap<>();
    private final SlidingHistograms distributions = new SlidingHistograms();
    /// The length of the frame in each slot; the oldest is at `first`, and `held` slots are in use.
    private long[] millis = new long[FIRST_CAPACITY];
    private int first;
    private int held;
    private long heldMillis;
    /// The observed length of each slot; 0 if it was skipped.
    private long[] seen = new long[FIRST_CAPACITY];
    private long seenMillis;
    private long turns;
    private int nextTurn;

    /// The values of one series, slot by slot.
    private static final class Column {
        final boolean gauge;
        final int turn;
        /// Growth, or the level times its samples.
        double[] values;
        /// How many samples a slot stands for; 0 where the series was not in that frame.
        long[] samples;
        double sum;
        long count;

        Column(boolean gauge, int turn, int capacity) {
            this.gauge = gauge;
            this.turn = turn;
            values = new double[capacity];
            samples = new long[capacity];
        }

        void put(int slot, double value, long weight) {
            values[slot] = value;
            samples[slot] = weight;
            sum += value;
            count += weight;
        }

        void clear(int slot) {
            double left = values[slot];
            count -= samples[slot];
            values[slot] = 0;
            samples[slot] = 0;
            sum -= left;
            if (Math.abs(left) > Math.abs(sum) || !Double.isFinite(sum)) {
                sumAnew();
            }
        }

        void sumAnew() {
            sum = 0;
            for (double value : values) {
                sum += value;
            }
        }

        Reading reading() {
            double level = sum / count;
            return gauge ? new Reading.Gauge(level, level, level, count) : new Reading.Counter(sum);
        }
    }

    /// @param meters what is kept of each frame
    SlidingFrame(Duration window, Set<String> meters) {
        windowMillis = window.toMillis();
        this.meters = Set.copyOf(meters);
    }

    void add(Frame frame) {
        put(frame, true);
    }

    /// Adds a frame's time without its values: they appear in no figure, and rates are computed over the observed time only.
    void passOver(Frame frame) {
        put(frame, false);
    }

    private void put(Frame frame, boolean looked) {
        if (held == millis.length) {
            grow();
        }
        int slot = (first + held) % millis.length;
        long length = Math.max(1, frame.length().toMillis());
        millis[slot] = length;
        seen[slot] = looked ? length : 0;
        seenMillis += seen[slot];
        held++;
        heldMillis += length;
        turns++;
        Map<Series, Histogram> observed = new HashMap<>();
        if (looked) {
            take(frame, slot, observed);
        }
        distributions.add(observed);
        // Half a frame of tolerance: frames of a second are seldom a second to the millisecond.
        while (held > 1 && heldMillis > windowMillis + length / 2) {
            dropOldest();
        }
        sumAnew();
    }

    private void take(Frame frame, int slot, Map<Series, Histogram> observed) {
        frame.readings().forEach((series, reading) -> {
            if (meters.contains(series.meter())) {
                switch (reading) {
                    case Reading.Gauge gauge -> column(series, true).put(slot, gauge.mean() * gauge.samples(), gauge.samples());
                    case Reading.Counter(double growth) -> column(series, false).put(slot, growth, 1);
                    case Reading.Distribution(Histogram values) -> observed.put(series, values);
                }
            }
        });
    }

    private Column column(Series series, boolean gauge) {
        Column known = columns.get(series);
        if (known == null || known.gauge != gauge) {
            known = new Column(gauge, nextTurn++ % SUMMED_ANEW, millis.length);
            columns.put(series, known);
        }
        return known;
    }

    private void dropOldest() {
        int slot = first;
        for (Iterator<Column> each = columns.values().iterator(); each.hasNext();) {
            Column column = each.next();
            if (column.samples[slot] > 0) {
                column.clear(slot);
                if (column.count == 0) {
                    each.remove();
                }
            }
        }
        distributions.dropOldest();
        heldMillis -= millis[slot];
        seenMillis -= seen[slot];
        first = (first + 1) % millis.length;
        held--;
    }

    private void sumAnew() {
        int turn = (int) (turns % SUMMED_ANEW);
        for (Column column : columns.values()) {
            if (column.turn == turn) {
                column.sumAnew();
            }
        }
    }

    private void grow() {
        millis = unrolled(millis);
        seen = unrolled(seen);
        for (Column column : columns.values()) {
            column.samples = unrolled(column.samples);
            double[] values = new double[2 * column.values.length];
            int tail = column.values.length - first;
            System.arraycopy(column.values, first, values, 0, tail);
            System.arraycopy(column.values, 0, values, tail, first);
            column.values = values;
        }
        first = 0;
    }

    private long[] unrolled(long[] ring) {
        long[] longer = new long[2 * ring.length];
        int tail = ring.length - first;
        System.arraycopy(ring, first, longer, 0, tail);
        System.arraycopy(ring, 0, longer, tail, first);
        return longer;
    }

    /// The present contents of the window; its length is the observed time, without skipped frames.
    Frame now(long sequence, Instant end) {
        Map<Series, Reading> readings = HashMap.newHashMap(columns.size());
        columns.forEach((series, column) -> readings.put(series, column.reading()));
        distributions.merged().forEach((series, values) -> readings.put(series, new Reading.Distribution(values)));
        return new Frame(sequence, end.minusMillis(heldMillis), Duration.ofMillis(Math.max(LEAST_MILLIS, seenMillis)), readings);
    }
}
