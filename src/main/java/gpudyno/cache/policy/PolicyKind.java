package gpudyno.cache.policy;

/// The policies by the names under which reports show them.
public enum PolicyKind {
    LRU("lru"),
    W_TINY_LFU("w-tinylfu"),
    S3_FIFO("s3-fifo"),
    SIEVE("sieve"),
    ARC("arc"),
    LIRS("lirs"),
    ADAPTIVE("adaptive");

    private final String id;

    PolicyKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /// @param capacity keys, at least 1
    public EvictionPolicy create(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a cache holds at least one key, got " + capacity);
        }
        return switch (this) {
            case LRU -> new Lru(capacity);
            case W_TINY_LFU -> new CaffeinePolicy(capacity);
            case S3_FIFO -> new S3Fifo(capacity);
            case SIEVE -> new Sieve(capacity);
            case ARC -> new Arc(capacity);
            case LIRS -> new Lirs(capacity);
            case ADAPTIVE -> new Adaptive(capacity);
        };
    }
}
