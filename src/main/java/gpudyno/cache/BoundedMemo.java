package gpudyno.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/// Remembers what was worked out once, within a bound of bytes; the least useful goes first. It only saves work: whoever asks must be able
/// to do the work again.
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
