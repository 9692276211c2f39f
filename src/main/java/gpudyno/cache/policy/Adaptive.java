package gpudyno.cache.policy;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/// Follows whichever policy is best on the stream at hand: W-TinyLFU, LRU, LIRS or ARC.
///
/// Each of them has a shadow: a cache without values that sees a sample of the keys and is smaller by the same share. C. Waldspurger et al.:
/// Cache modeling and optimization using miniature simulations, USENIX ATC 2017. A key is in the sample of all shadows or of none, so that they
/// are compared on the same requests. For every other policy the hits by which its shadow is ahead of the followed one's are summed, less a
/// hundredth of a hit a request, and never below zero: a CUSUM test (E. Page, Biometrika 41, 1954), which notices a change of the traffic
/// soon. A sum above the threshold makes that policy the followed one. It starts with the keys that are present, those first that its
/// predecessor would have given up first, so that switching loses none. Each switch makes the next a little harder for a while.
///
/// Memory beside the cache's own entries: up to 4,096 keys a shadow, about 3 MB in all, and a sketch of 8 to 16 bytes a key of the capacity.
public final class Adaptive implements EvictionPolicy {
    private static final int SHADOW_MOST = 4_096;
    private static final double WINDOW_SHARE = 0.01;
    /// Hits a request by which another policy must be ahead for its sum to grow.
    private static final double ALLOWANCE = 0.01;
    /// The threshold in hits: a share of a shadow's keys, which is what a switch may cost, and a part for chance that matters in small caches.
    private static final double THRESHOLD_SHARE = 0.25;
    private static final double THRESHOLD_LEAST = 60;
    /// What a recent switch adds to the threshold, as a share of it.
    private static final double AFTER_SWITCH = 0.1;
    /// For how long a switch is recent, in shadows full of requests.
    private static final double RECENT = 30;

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
    private final double threshold;
    private final double decay;
    private final List<Shadow> shadows;
    /// Counts every request, whichever policy is followed, so that W-TinyLFU knows the past when it takes over.
    private final FrequencySketch sketch;
    private Shadow followed;
    private EvictionPolicy live;
    private double recentSwitches;
    private int switches;

    /// @param capacity keys, at least 1
    public Adaptive(int capacity) {
        this.capacity = capacity;
        int shadowCapacity = Math.min(capacity, SHADOW_MOST);
        sampleBelow = (long) ((double) shadowCapacity / capacity * (1L << 32));
        threshold = THRESHOLD_SHARE * shadowCapacity + THRESHOLD_LEAST;
        decay = 1 - 1 / (RECENT * shadowCapacity);
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
                other.ahead = Math.max(0, other.ahead + hits - followedHits - ALLOWANCE);
                best = other.ahead > best.ahead ? other : best;
            }
        }
        recentSwitches *= decay;
        if (best.ahead > threshold * (1 + AFTER_SWITCH * recentSwitches)) {
            follow(best);
        }
    }

    private void follow(Shadow best) {
        EvictionPolicy next = best.candidate.create(capacity, sketch);
        live.forEachResident(next::request);
        live = next;
        followed = best;
        shadows.forEach(shadow -> shadow.ahead = 0);
        recentSwitches++;
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
