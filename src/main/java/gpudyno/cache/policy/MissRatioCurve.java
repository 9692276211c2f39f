package gpudyno.cache.policy;

import io.netty.util.collection.LongObjectHashMap;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.TreeSet;

/// What LRU would have hit at any capacity, out of one pass over a stream, in less than 1 MB however long it is.
///
/// A request hits in every LRU cache larger than the number of other keys asked for since the key's last use. SHARDS counts them among a
/// sample of the keys: those whose hash lies below a bound, which sinks whenever the sample outgrows its size, so that distances are multiplied
/// by what the sample leaves out. C. Waldspurger et al.: Efficient MRC construction with SHARDS, FAST 2015, with its correction of the
/// sample's share of requests. Not safe for use by several threads.
public final class MissRatioCurve {
    private static final int SAMPLE_MOST = 4_096;
    private static final int MOMENTS = 4 * SAMPLE_MOST;
    private static final double HASHES = 1L << 32;
    /// Distances lie in bins that grow by 1 %; the last begins beyond a thousand million keys.
    private static final double BIN_GROWTH = Math.log(1.01);
    private static final int BINS = 2_100;

    /// A sampled key: the bits of its hash that the bound is compared with, and the moment of its last use.
    private static final class Sampled {
        private final long key;
        private int moment;

        Sampled(long key) {
            this.key = key;
        }
    }

    private final LongObjectHashMap<Sampled> sample = new LongObjectHashMap<>();
    /// The same keys; the one with the largest hash leaves first.
    private final TreeSet<Long> byHash = new TreeSet<>(Long::compareUnsigned);
    /// A Fenwick tree over moments: 1 where a sampled key was used last.
    private final int[] lastUses = new int[MOMENTS + 1];
    private final Sampled[] usedAt = new Sampled[MOMENTS];
    private final double[] bins = new double[BINS];
    private double bound = HASHES;
    private int now;
    private double counted;
    private long requests;

    /// @param key of well mixed bits, as [KeyHash] makes them
    public void request(long key) {
        requests++;
        if (key >>> 32 >= bound) {
            return;
        }
        counted++;
        Sampled known = sample.get(key);
        if (now == MOMENTS) {
            renumber();
        }
        if (known == null) {
            known = new Sampled(key);
            sample.put(key, known);
            byHash.add(key);
        } else {
            int between = sample.size() - usesUntil(known.moment);
            bins[bin(between * HASHES / bound)]++;
            mark(known.moment, -1);
        }
        known.moment = now;
        usedAt[now] = known;
        mark(now++, 1);
        if (sample.size() > SAMPLE_MOST) {
            shrink();
        }
    }

    /// Requests for keys that [#bound] leaves out, when the caller sorts them out itself.
    public void skip(long count) {
        requests += count;
    }

    /// A request for a key whose upper 32 bits are at least this only counts.
    public long bound() {
        return (long) bound;
    }

    public long requests() {
        return requests;
    }

    /// The key with the largest hash leaves, and what was counted under the old bound is worth less under the new.
    private void shrink() {
        long largest = byHash.last();
        double before = bound;
        bound = largest >>> 32;
        while (!byHash.isEmpty() && byHash.last() >>> 32 >= bound) {
            Sampled left = sample.remove(byHash.removeLast().longValue());
            mark(left.moment, -1);
        }
        double kept = bound / before;
        for (int i = 0; i < BINS; i++) {
            bins[i] *= kept;
        }
        counted *= kept;
    }

    /// Numbers the last uses anew, from 0, in their order.
    private void renumber() {
        Arrays.fill(lastUses, 0);
        int next = 0;
        for (int i = 0; i < MOMENTS; i++) {
            Sampled one = usedAt[i];
            if (one.moment == i && sample.get(one.key) == one) {
                one.moment = next;
                usedAt[next] = one;
                mark(next++, 1);
            }
        }
        now = next;
    }

    private void mark(int moment, int change) {
        for (int i = moment + 1; i <= MOMENTS; i += i & -i) {
            lastUses[i] += change;
        }
    }

    /// Keys whose last use was at a moment or before.
    private int usesUntil(int moment) {
        int sum = 0;
        for (int i = moment + 1; i > 0; i -= i & -i) {
            sum += lastUses[i];
        }
        return sum;
    }

    private static int bin(double distance) {
        return (int) Math.min(BINS - 1, Math.log1p(distance) / BIN_GROWTH);
    }

    /// Hits of all requests in percent, of an LRU cache of so many keys.
    public double hitPercent(long capacity) {
        if (requests == 0) {
            return 0;
        }
        double hits = expected() - counted;
        for (int i = 0; i < bin(capacity); i++) {
            hits += bins[i];
        }
        return Math.clamp(100 * hits / expected(), 0, 100);
    }

    /// How many requests the sample would have if it had its share exactly; the few it has more or less are very popular keys, which hit at
    /// once.
    private double expected() {
        return requests * bound / HASHES;
    }

    /// The smallest LRU cache, in keys, with at least this share of hits, to within 1 %; empty if none has.
    ///
    /// @param percent from 0 to 100
    public OptionalLong capacityFor(double percent) {
        double hits = expected() - counted;
        for (int i = 0; i < BINS; i++) {
            hits += bins[i];
            if (100 * hits >= percent * expected() && requests > 0) {
                return OptionalLong.of((long) Math.ceil(Math.expm1((i + 1) * BIN_GROWTH)));
            }
        }
        return OptionalLong.empty();
    }
}
