package gpudyno.cache.policy;

import org.jspecify.annotations.Nullable;

/// Which of W-TinyLFU and LRU a live cache had better follow, told from two shadows: caches without values of at most 512 keys each, which see
/// a sample of the live cache's keys and are smaller than it by the same share.
///
/// [TakeOver] says when the other policy becomes the followed one. Not safe for use by several threads, but for [#isFar].
public final class PolicyRace {
    /// Most keys of a shadow.
    public static final int SHADOW_MOST = 512;
    /// A live cache of so many more or fewer entries, as a share, changes the sample.
    private static final double RESAMPLED_AT = 0.1;
    private static final long HASHES = 1L << 32;
    private static final double WINDOW_SHARE = 0.01;
    /// Requests of the sample after which an old one weighs 1/e in [#hitPercent].
    private static final double RECENT_REQUESTS = 4_096;

    /// What one policy would have kept.
    private static final class Shadow {
        private final EvictionPolicy policy;
        /// Of recent requests, each worth less the longer ago it was.
        private double hits;

        Shadow(EvictionPolicy policy) {
            this.policy = policy;
        }

        int request(long key) {
            int hit = policy.request(key) ? 1 : 0;
            hits += (hit - hits) / RECENT_REQUESTS;
            return hit;
        }
    }

    private PolicyKind followed = PolicyKind.W_TINY_LFU;
    private @Nullable PolicyKind pinned;
    private Shadow frequent;
    private Shadow recent;
    private int shadowKeys;
    /// Read without the owner's lock.
    private volatile long entries;
    private long sampleBelow;
    /// The weight of all recent requests in [Shadow#hits].
    private double weight;
    /// Hits by which the policy that is not followed is ahead.
    private double ahead;
    private final TakeOver takeOver;
    private long requests;
    private int switches;

    /// @param entries that fit into the live cache, at least 1
    public PolicyRace(long entries) {
        this.entries = checked(entries);
        shadowKeys = shadowKeys(entries);
        takeOver = new TakeOver(shadowKeys);
        sampleBelow = bound(entries);
        frequent = frequent(shadowKeys);
        recent = recent(shadowKeys);
    }

    private static long checked(long entries) {
        if (entries < 1) {
            throw new IllegalArgumentException("a cache holds at least one entry, got " + entries);
        }
        return entries;
    }

    private static int shadowKeys(long entries) {
        return (int) Math.min(SHADOW_MOST, entries);
    }

    private static long bound(long entries) {
        return (long) ((double) shadowKeys(entries) / entries * HASHES);
    }

    private static Shadow frequent(int keys) {
        return new Shadow(new WTinyLfu(keys, WINDOW_SHARE, new FrequencySketch(keys)));
    }

    private static Shadow recent(int keys) {
        return new Shadow(new Lru(keys));
    }

    /// Says how many entries fit into the live cache. The shadows begin anew only where they change their own size.
    ///
    /// @param now at least 1
    public void fits(long now) {
        if (!isFar(checked(now))) {
            return;
        }
        entries = now;
        sampleBelow = bound(now);
        int keys = shadowKeys(now);
        if (keys != shadowKeys) {
            shadowKeys = keys;
            takeOver.resize(keys);
            frequent = frequent(keys);
            recent = recent(keys);
            weight = 0;
            ahead = 0;
            requests = 0;
        }
    }

    /// Whether so many entries are so far from what was said last that the sample changes. May be asked by any thread.
    public boolean isFar(long now) {
        return Math.abs(now - entries) > RESAMPLED_AT * entries;
    }

    /// Follows one policy whatever the shadows say, or with null the better one, beginning with the one that is followed now.
    public void pin(@Nullable PolicyKind kind) {
        if (kind == pinned) {
            return;
        }
        if (kind != null) {
            var _ = shadow(kind);
            switches += kind == followed ? 0 : 1;
            followed = kind;
        }
        pinned = kind;
        ahead = 0;
    }

    private Shadow shadow(PolicyKind kind) {
        return switch (kind) {
            case W_TINY_LFU -> frequent;
            case LRU -> recent;
            case S3_FIFO, SIEVE, ARC, LIRS, ADAPTIVE ->
                throw new IllegalArgumentException("the policy must be w-tinylfu or lru, got " + kind.id());
        };
    }

    private static PolicyKind other(PolicyKind kind) {
        return kind == PolicyKind.LRU ? PolicyKind.W_TINY_LFU : PolicyKind.LRU;
    }

    /// A request of the sample: one for a key of which the upper 32 bits are below [#bound].
    ///
    /// @param key of well mixed bits, as [KeyHash] makes them
    /// @return whether another policy is followed from now on
    public boolean request(long key) {
        requests++;
        weight += (1 - weight) / RECENT_REQUESTS;
        int hits = shadow(followed).request(key);
        ahead = TakeOver.ahead(ahead, shadow(other(followed)).request(key), hits);
        takeOver.request();
        if (!takeOver.isDue(ahead) || pinned != null) {
            return false;
        }
        followed = other(followed);
        ahead = 0;
        takeOver.switched();
        switches++;
        return true;
    }

    /// The policy that the live cache is to follow.
    public PolicyKind followed() {
        return followed;
    }

    /// Keys of which the upper 32 bits are at least this are not in the sample; from 0 to 2³².
    public long bound() {
        return sampleBelow;
    }

    /// Keys of each shadow.
    public int shadowKeys() {
        return shadowKeys;
    }

    /// Requests that the shadows have seen.
    public long requests() {
        return requests;
    }

    /// How often another policy took over, by the race or by a pin.
    public int switches() {
        return switches;
    }

    /// Hits of a policy's shadow in percent, of about the last 4,000 requests of the sample; NaN before the first.
    ///
    /// @param kind W-TinyLFU or LRU
    public double hitPercent(PolicyKind kind) {
        return weight == 0 ? Double.NaN : 100 * shadow(kind).hits / weight;
    }
}
