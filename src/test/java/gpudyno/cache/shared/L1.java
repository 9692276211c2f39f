package gpudyno.cache.shared;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A node's own tier in tests, filled as a node fills it.
final class L1 implements SharedListener {
    final Map<String, byte[]> entries = new ConcurrentHashMap<>();
    final AtomicInteger cleared = new AtomicInteger();
    volatile Optional<Duration> bound = Optional.empty();

    @Override
    public void drop(List<String> keys) {
        keys.forEach(entries::remove);
    }

    @Override
    public void dropAll() {
        entries.clear();
        cleared.incrementAndGet();
    }

    @Override
    public void boundAge(Optional<Duration> most) {
        bound = most;
    }

    /// From here, else from the shared tier.
    Optional<byte[]> get(SharedCache shared, String key) {
        byte[] here = entries.get(key);
        if (here != null) {
            return Optional.of(here);
        }
        Found found = shared.getAll(List.of(key)).getFirst();
        found.value().ifPresent(value -> fill(shared, key, value, found.stamp()));
        return found.value();
    }

    void fill(SharedCache shared, String key, byte[] value, long stamp) {
        entries.put(key, value);
        if (!shared.isCurrent(key, stamp)) {
            entries.remove(key, value);
        }
    }
}
