package gpudyno.model.meter;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.zip.DataFormatException;
import org.HdrHistogram.PackedHistogram;

/// An immutable, mergeable histogram of non-negative values with an error of at most 1 %.
///
/// It wraps an HdrHistogram of two significant digits that counts in thousandths of the meter's unit, so a latency meter in milliseconds
/// resolves microseconds; values above [#MAX] count as [#MAX]. Its text form is HdrHistogram's compressed V2 encoding in Base64.
public final class Histogram {
    /// The greatest value held, in the meter's unit (in milliseconds: 11.5 days).
    public static final double MAX = 1e9;
    public static final Histogram EMPTY = new Histogram(new org.HdrHistogram.Histogram(digits()));
    private static final double SCALE = 1000;
    private static final int MAX_ENCODED_BYTES = 1 << 20;

    private final org.HdrHistogram.Histogram counts;

    private Histogram(org.HdrHistogram.Histogram counts) {
        this.counts = counts;
    }

    static int digits() {
        return 2;
    }

    /// A value of the meter's unit in the units an HdrHistogram of this scale counts.
    static long scaled(double value) {
        return Math.round(Math.clamp(value, 0, MAX) * SCALE);
    }

    /// The counts of a histogram that counts in thousandths of the unit, in the room that its greatest value needs. A copy of a recorder's
    /// histogram would take room for the greatest value it ever met, twice.
    static Histogram copyOf(org.HdrHistogram.Histogram recorded) {
        if (recorded.getTotalCount() == 0) {
            return EMPTY;
        }
        org.HdrHistogram.Histogram counts = new org.HdrHistogram.Histogram(digits());
        counts.add(recorded);
        return new Histogram(counts);
    }

    /// The same counts without room for the values that nobody observed. Reading them takes longer.
    public Histogram sparse() {
        if (count() == 0) {
            return EMPTY;
        }
        org.HdrHistogram.Histogram sparse = new PackedHistogram(digits());
        sparse.add(counts);
        return new Histogram(sparse);
    }

    public static Histogram of(double... values) {
        org.HdrHistogram.Histogram counts = new org.HdrHistogram.Histogram(digits());
        for (double value : values) {
            counts.recordValue(scaled(value));
        }
        return new Histogram(counts);
    }

    public Histogram merge(Histogram other) {
        if (other.count() == 0) {
            return this;
        }
        if (count() == 0) {
            return other;
        }
        org.HdrHistogram.Histogram sum = counts.copy();
        sum.add(other.counts);
        return new Histogram(sum);
    }

    public static Histogram merge(Collection<Histogram> parts) {
        org.HdrHistogram.Histogram sum = new org.HdrHistogram.Histogram(digits());
        for (Histogram part : parts) {
            sum.add(part.counts);
        }
        return new Histogram(sum);
    }

    /// How many values were observed.
    public long count() {
        return counts.getTotalCount();
    }

    /// The value at a percentile from 0 to 100, or NaN when nothing was observed.
    public double percentile(double percent) {
        return count() == 0 ? Double.NaN : counts.getValueAtPercentile(percent) / SCALE;
    }

    /// NaN when nothing was observed.
    public double mean() {
        return count() == 0 ? Double.NaN : counts.getMean() / SCALE;
    }

    /// NaN when nothing was observed.
    public double max() {
        return count() == 0 ? Double.NaN : counts.getMaxValue() / SCALE;
    }

    /// NaN when nothing was observed.
    public double min() {
        return count() == 0 ? Double.NaN : counts.getMinValue() / SCALE;
    }

    /// How many values lie from `low` (inclusive) to `high` (exclusive), to within the histogram's resolution; for heat maps.
    public long countBetween(double low, double high) {
        long from = scaled(low);
        long to = Math.max(from, scaled(high) - 1);
        return count() == 0 || from > counts.getMaxValue() ? 0 : counts.getCountBetweenValues(from, Math.min(to, counts.getMaxValue()));
    }

    /// How many values lie up to each bound and above the last: `bounds.length + 1` counts that add up to [#count], each value in one of them
    /// to within the histogram's resolution.
    ///
    /// @param bounds ascending, in the meter's unit
    public long[] countsUpTo(double... bounds) {
        long[] parted = new long[bounds.length + 1];
        counts.recordedValues().forEach(value -> {
            int place = 0;
            while (place < bounds.length && value.getValueIteratedTo() > scaled(bounds[place])) {
                place++;
            }
            parted[place] += value.getCountAtValueIteratedTo();
        });
        return parted;
    }

    @JsonValue
    public String encode() {
        ByteBuffer buffer = ByteBuffer.allocate(counts.getNeededByteBufferCapacity());
        int length = counts.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(buffer.array(), length));
    }

    /// Reads what [#encode] wrote; anything else, or a histogram of another resolution, is an IllegalArgumentException.
    @JsonCreator
    public static Histogram decode(String text) {
        if (text.length() > MAX_ENCODED_BYTES) {
            throw new IllegalArgumentException(
                    "histogram text of " + text.length() + " characters, at most " + MAX_ENCODED_BYTES + " are read");
        }
        try {
            org.HdrHistogram.Histogram counts = org.HdrHistogram.Histogram
                    .decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
            if (counts.getNumberOfSignificantValueDigits() != digits()) {
                throw new IllegalArgumentException(
                        "histogram of " + counts.getNumberOfSignificantValueDigits() + " significant digits, expected " + digits());
            }
            return new Histogram(counts);
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException("not a histogram in HdrHistogram's compressed V2 form: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that && counts.equals(that.counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    @Override
    public String toString() {
        return "Histogram[count=" + count() + ", p50=" + percentile(50) + ", p95=" + percentile(95) + ", max=" + max() + "]";
    }
}
