package gpudyno.cache.policy;

import java.util.function.IntFunction;

/// The policies by the names under which reports show them.
public enum PolicyKind {
    LRU("lru", Lru::new),
    W_TINY_LFU("w-tinylfu", CaffeinePolicy::new),
    S3_FIFO("s3-fifo", S3Fifo::new),
    SIEVE("sieve", Sieve::new),
    ARC("arc", Arc::new),
    LIRS("lirs", Lirs::new),
    ADAPTIVE("adaptive", Adaptive::new);

    private final String id;
    private final IntFunction<EvictionPolicy> maker;

    PolicyKind(String id, IntFunction<EvictionPolicy> maker) {
        this.id = id;
        this.maker = maker;
    }

    public String id() {
        return id;
    }

    /// @param capacity keys, at least 1
    public EvictionPolicy create(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a cache holds at least one key, got " + capacity);
        }
        return maker.apply(capacity);
    }
}
