package gpudyno.cache.near;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Answers by the vectors of their questions. A look-up compares with every question of its group: 10,000 vectors of 384 floats take a few
/// milliseconds, little beside the seconds of the answer that it may save, and it finds the nearest one always. Texts of questions are not kept.
///
/// Bounded by entries and bytes; the oldest leaves first, as all live equally long. Safe for use by any number of threads.
public final class NearCache {
    public static final int MOST_ENTRIES = 10_000;
    public static final long MOST_BYTES = 64L << 20;
    /// What the objects around an entry cost.
    private static final int ENTRY_OVERHEAD = 200;

    private final int mostEntries;
    private final long mostBytes;
    private final Supplier<Duration> ttl;
    private final LongSupplier nanoTime;
    private final Map<String, Deque<Entry>> groups = new HashMap<>();
    /// Oldest first, as in each group.
    private final Deque<Entry> order = new ArrayDeque<>();
    private long bytes;

    private record Entry(String group, float[] unit, byte[] answer, long written) {
        long bytes() {
            return ENTRY_OVERHEAD + (long) Float.BYTES * unit.length + answer.length;
        }
    }

    /// The answer to the nearest question.
    ///
    /// @param answer not to be changed
    /// @param cosine of the two questions' vectors
    public record Found(byte[] answer, double cosine) {}

    /// @param ttl asked at each use, so that a change takes effect for entries that are there
    public NearCache(int mostEntries, long mostBytes, Supplier<Duration> ttl, LongSupplier nanoTime) {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
        this.ttl = ttl;
        this.nanoTime = nanoTime;
    }

    /// The vector scaled to length 1; empty if it has no direction.
    public static Optional<float[]> unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        if (!Double.isFinite(length) || length < 1e-12) {
            return Optional.empty();
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return Optional.of(unit);
    }

    /// The cosine of two vectors of length 1. Vectors of different models have none in common: 0.
    public static double cosine(float[] one, float[] other) {
        if (one.length != other.length) {
            return 0;
        }
        // Four sums, which a processor adds at the same time.
        float[] sums = new float[4];
        int i = 0;
        for (; i + 3 < one.length; i += 4) {
            sums[0] += one[i] * other[i];
            sums[1] += one[i + 1] * other[i + 1];
            sums[2] += one[i + 2] * other[i + 2];
            sums[3] += one[i + 3] * other[i + 3];
        }
        for (; i < one.length; i++) {
            sums[0] += one[i] * other[i];
        }
        return Math.min(1, (double) sums[0] + sums[1] + sums[2] + sums[3]);
    }

    /// The answer to the nearest question of a group.
    ///
    /// @param group questions are compared within it only
    /// @param unit of length 1
    /// @param least the least cosine that counts
    public Optional<Found> nearest(String group, float[] unit, double least) {
        Entry[] candidates = candidates(group);
        Entry best = null;
        double bestCosine = least;
        for (Entry entry : candidates) {
            double cosine = cosine(unit, entry.unit);
            if (cosine >= bestCosine) {
                best = entry;
                bestCosine = cosine;
            }
        }
        return best == null ? Optional.empty() : Optional.of(new Found(best.answer, bestCosine));
    }

    private synchronized Entry[] candidates(String group) {
        expire();
        Deque<Entry> entries = groups.get(group);
        return entries == null ? new Entry[0] : entries.toArray(Entry[]::new);
    }

    /// Keeps an answer, unless it alone takes more than an eighth of the memory.
    ///
    /// @param unit of length 1, of the question
    public synchronized void put(String group, float[] unit, byte[] answer) {
        Entry entry = new Entry(group, unit, answer, nanoTime.getAsLong());
        expire();
        if (entry.bytes() > mostBytes / 8) {
            return;
        }
        groups.computeIfAbsent(group, _ -> new ArrayDeque<>()).addLast(entry);
        order.addLast(entry);
        bytes += entry.bytes();
        while (order.size() > mostEntries || bytes > mostBytes) {
            dropOldest();
        }
    }

    private void expire() {
        long now = nanoTime.getAsLong();
        long life = ttl.get().toNanos();
        while (!order.isEmpty() && now - order.getFirst().written >= life) {
            dropOldest();
        }
    }

    private void dropOldest() {
        Entry oldest = order.removeFirst();
        bytes -= oldest.bytes();
        Deque<Entry> group = groups.get(oldest.group);
        if (group != null) {
            group.removeFirst();
            if (group.isEmpty()) {
                groups.remove(oldest.group);
            }
        }
    }

    public synchronized void clear() {
        groups.clear();
        order.clear();
        bytes = 0;
    }

    public synchronized int size() {
        return order.size();
    }

    /// Memory held, by the weight of the entries.
    public synchronized long bytes() {
        return bytes;
    }
}
