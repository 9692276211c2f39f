package gpudyno.cache.policy;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/// Follows whichever policy is best on the stream at hand: W-TinyLFU, LRU, LIRS or ARC.
///
/// Each of them has a shadow: a cache without values that sees a sample of the keys and is smaller by the same share. C. Waldspurger et al.:
/// Cache modeling and optimization using miniature simulations, USENIX ATC 2017. A key is in the sample of all shadows or of none, so that they
/// are compared on the same requests. [TakeOver] says when another policy becomes the followed one. It starts with the keys that are present,
/// those first that its predecessor would have given up first, so that switching loses none.
///
/// Memory beside the cache's own entries: up to 4,096 keys a shadow, about 3 MB in all, and a sketch of 8 to 16 bytes a key of the capacity.
public final class Adaptive implements EvictionPolicy {
    private static final int SHADOW_MOST = 4_096;
    private static final double WINDOW_SHARE = 0.01;

    private enum Candidate {
        W_TINY_LFU,
        LRU,
        LIRS,
        ARC;

        EvictionPolicy create(int capacity, FrequencySketch sketch) {
            return switch (this) {
                case W_TINY_LFU -> new WTinyLfu(capacity, WINDOW_SHARE, sketch);
                case LRU -> new Lru(capacity);
                case LIRS -> new Lirs(capacity);
                case ARC -> new Arc(capacity);
            };
        }

        String id() {
            return switch (this) {
                case W_TINY_LFU -> "w-tinylfu";
                case LRU -> "lru";
                case LIRS -> "lirs";
                case ARC -> "arc";
            };
        }
    }

    private static final class Shadow {
        private final Candidate candidate;
        private final EvictionPolicy shadow;
        /// Hits by which it is ahead of the followed policy.
        private double ahead;

        Shadow(Candidate candidate, int capacity) {
            this.candidate = candidate;
            shadow = candidate.create(capacity, new FrequencySketch(capacity));
        }
    }

    private final int capacity;
    private final long sampleBelow;
    private final TakeOver takeOver;
    private final List<Shadow> shadows;
    /// Counts every request, whichever policy is followed, so that W-TinyLFU knows the past when it takes over.
    private final FrequencySketch sketch;
    private Shadow followed;
    private EvictionPolicy live;
    private int switches;

    /// @param capacity keys, at least 1
    public Adaptive(int capacity) {
        this.capacity = capacity;
        int shadowCapacity = Math.min(capacity, SHADOW_MOST);
        sampleBelow = (long) ((double) shadowCapacity / capacity * (1L << 32));
        takeOver = new TakeOver(shadowCapacity);
        shadows = Arrays.stream(Candidate.values()).map(one -> new Shadow(one, shadowCapacity)).toList();
        followed = shadows.getFirst();
        sketch = new FrequencySketch(capacity);
        live = followed.candidate.create(capacity, sketch);
    }

    @Override
    public boolean request(long key) {
        if (key >>> 32 < sampleBelow) {
            compare(key);
        }
        if (followed.candidate != Candidate.W_TINY_LFU) {
            sketch.increment(key);
        }
        return live.request(key);
    }

    private void compare(long key) {
        int followedHits = followed.shadow.request(key) ? 1 : 0;
        Shadow best = followed;
        for (Shadow other : shadows) {
            if (other != followed) {
                int hits = other.shadow.request(key) ? 1 : 0;
                other.ahead = TakeOver.ahead(other.ahead, hits, followedHits);
                best = other.ahead > best.ahead ? other : best;
            }
        }
        takeOver.request();
        if (takeOver.isDue(best.ahead)) {
            follow(best);
        }
    }

    private void follow(Shadow best) {
        EvictionPolicy next = best.candidate.create(capacity, sketch);
        live.forEachResident(next::request);
        live = next;
        followed = best;
        shadows.forEach(shadow -> shadow.ahead = 0);
        takeOver.switched();
        switches++;
    }

    /// The name of the policy that is followed now.
    public String followed() {
        return followed.candidate.id();
    }

    /// How often another policy took over.
    public int switches() {
        return switches;
    }

    @Override
    public void forEachResident(LongConsumer each) {
        live.forEachResident(each);
    }
}
