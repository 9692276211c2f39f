package gpudyno.cache.policy;

import java.util.Arrays;

/// How often keys were asked for lately, at most 15 times each, in 8 bytes for each key that the cache holds.
///
/// A count-min sketch with counters of 4 bits and four rows; a key's frequency is its smallest counter. After ten requests for each key that
/// the cache holds all counters are halved, so that what was popular long ago is forgotten. G. Einziger, R. Friedman, B. Manes: TinyLFU, a
/// highly efficient cache admission policy, ACM Transactions on Storage 13(4), 2017.
final class FrequencySketch {
    private static final long EVERY_LOW_BIT = 0x1111111111111111L;
    private static final long ALL_BUT_HIGH_BITS = 0x7777777777777777L;
    private static final int ROWS = 4;

    private final long[] table;
    private final int mask;
    private final int period;
    private int additions;

    FrequencySketch(int capacity) {
        table = new long[Integer.highestOneBit(Math.max(8, capacity) * 2 - 1)];
        mask = table.length - 1;
        period = 10 * Math.max(8, Math.min(capacity, Integer.MAX_VALUE / 10));
    }

    private static long row(long key, int row) {
        return KeyHash.mix(key + row * 0x9e3779b97f4a7c15L);
    }

    /// Each word has 16 counters; two bits of the hash choose among the four of a row.
    private static int shift(long hash, int row) {
        return (int) (hash >>> 62) << 2 | row << 4;
    }

    int frequency(long key) {
        int least = 15;
        for (int row = 0; row < ROWS; row++) {
            long hash = row(key, row);
            least = Math.min(least, (int) (table[(int) hash & mask] >>> shift(hash, row)) & 15);
        }
        return least;
    }

    void increment(long key) {
        boolean added = false;
        for (int row = 0; row < ROWS; row++) {
            long hash = row(key, row);
            int index = (int) hash & mask;
            int shift = shift(hash, row);
            if ((table[index] >>> shift & 15) < 15) {
                table[index] += 1L << shift;
                added = true;
            }
        }
        if (added && ++additions >= period) {
            halve();
        }
    }

    private void halve() {
        long odd = 0;
        for (int i = 0; i < table.length; i++) {
            odd += Long.bitCount(table[i] & EVERY_LOW_BIT);
        }
        Arrays.setAll(table, i -> table[i] >>> 1 & ALL_BUT_HIGH_BITS);
        additions = (int) (additions - odd / ROWS) / 2;
    }
}
