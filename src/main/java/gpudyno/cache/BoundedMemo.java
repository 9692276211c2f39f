package gpudyno.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/// Results by what they were computed from, within a bound of bytes; those least likely to be asked for again are evicted first. Whoever uses
/// it must be able to compute a result again.
public final class BoundedMemo<K, V> {
    private static final int ENTRY_OVERHEAD = 160;

    private final Cache<K, V> entries;

    /// @param bytes what an entry holds beside the map's own overhead
    public BoundedMemo(long maxBytes, ToIntBiFunction<K, V> bytes) {
        entries = Caffeine.newBuilder().maximumWeight(maxBytes)
                .weigher((K key, V value) -> ENTRY_OVERHEAD + bytes.applyAsInt(key, value)).executor(Runnable::run).build();
    }

    public @Nullable V get(K key) {
        return entries.getIfPresent(key);
    }

    public void put(K key, V value) {
        entries.put(key, value);
    }

    public void clear() {
        entries.invalidateAll();
    }
}
