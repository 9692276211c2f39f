package gpudyno.cache.shared;

import java.util.concurrent.atomic.AtomicLongArray;

/// Tells whether a key was invalidated since some moment. Keys share counters, so the answer may be a needless yes, never a wrong no.
///
/// Whoever fills L1 takes the stamp before it looks the key up, puts the value, and then asks whether the stamp is current; if not, it removes
/// the value. Whoever invalidates raises the stamp and then removes. Whichever of the two is later removes the old value.
final class InvalidationStamps {
    private static final int COUNTERS = 1 << 12;
    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);

    long of(String key) {
        return counters.get(index(key));
    }

    boolean isCurrent(String key, long stamp) {
        return of(key) == stamp;
    }

    void invalidate(String key) {
        counters.incrementAndGet(index(key));
    }

    void invalidateAll() {
        for (int i = 0; i < COUNTERS; i++) {
            counters.incrementAndGet(i);
        }
    }

    private static int index(String key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 12 ^ hash >>> 24) & COUNTERS - 1;
    }
}
