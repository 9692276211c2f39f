package gpudyno.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Keeps what is asked for often: W-TinyLFU, as Caffeine has it.
///
/// Caffeine counts an entry's life from its arrival here. One that was moved in is older: it is given out until its own end, and its memory
/// goes at the latest one TTL after the move.
final class FrequentEntries implements Entries {
    private final Cache<TokenKey, Stored> entries;
    private final Departures departures;
    private volatile long ttlNanos;

    FrequentEntries(long maxBytes, Duration ttl, Departures departures) {
        this.departures = departures;
        ttlNanos = ttl.toNanos();
        entries = Caffeine.newBuilder().maximumWeight(maxBytes).weigher((TokenKey _, Stored stored) -> stored.weight())
                .expireAfterWrite(ttl).evictionListener((@Nullable TokenKey _, @Nullable Stored _, RemovalCause cause) -> {
                    if (cause == RemovalCause.EXPIRED) {
                        departures.expired();
                    } else if (cause == RemovalCause.SIZE) {
                        departures.evicted();
                    }
                }).executor(Runnable::run).build();
    }

    private Policy.Eviction<TokenKey, Stored> bound() {
        return entries.policy().eviction().orElseThrow();
    }

    private @Nullable Stored alive(TokenKey key, @Nullable Stored stored) {
        if (stored == null || !stored.isOlderThan(ttlNanos, System.nanoTime())) {
            return stored;
        }
        if (entries.asMap().remove(key, stored)) {
            departures.expired();
        }
        return null;
    }

    @Override
    public @Nullable Stored get(TokenKey key) {
        return alive(key, entries.getIfPresent(key));
    }

    @Override
    public @Nullable Stored peek(TokenKey key) {
        return alive(key, entries.policy().getIfPresentQuietly(key));
    }

    @Override
    public void put(TokenKey key, Stored stored) {
        entries.put(key, stored);
    }

    @Override
    public @Nullable Stored remove(TokenKey key) {
        Stored removed = entries.asMap().remove(key);
        if (removed != null && removed.isOlderThan(ttlNanos, System.nanoTime())) {
            departures.expired();
            return null;
        }
        return removed;
    }

    @Override
    public void clear() {
        entries.invalidateAll();
        entries.cleanUp();
    }

    @Override
    public List<TokenKey> coldest(int most) {
        return List.copyOf(bound().coldest(most).keySet());
    }

    @Override
    public void forEach(BiConsumer<TokenKey, Stored> each) {
        long now = System.nanoTime();
        entries.asMap().forEach((key, stored) -> {
            if (!stored.isOlderThan(ttlNanos, now)) {
                each.accept(key, stored);
            }
        });
    }

    @Override
    public long weight() {
        return bound().weightedSize().orElse(0);
    }

    @Override
    public long size() {
        return entries.estimatedSize();
    }

    @Override
    public void resize(long maxBytes) {
        bound().setMaximum(maxBytes);
        entries.cleanUp();
    }

    @Override
    public void setTtl(Duration ttl) {
        ttlNanos = ttl.toNanos();
        entries.policy().expireAfterWrite().orElseThrow().setExpiresAfter(ttl);
    }
}
