package gpudyno.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// L1: answers by exact token ids, bounded by bytes, with a time to live. Size and TTL change live; entries that no longer fit go at once.
public final class EmbeddingCache {
    /// What Caffeine and the map around an entry cost, measured on heap dumps to within a few percent; part of every entry's weight.
    private static final int ENTRY_OVERHEAD = 160;

    private final Cache<TokenKey, Embedding> entries;
    private Duration wanted;
    private Optional<Duration> mostAge = Optional.empty();
    private final KeyStream stream = new KeyStream();
    /// How far the clock of the entries is set back while older ones are put.
    private volatile long setBackNanos;

    /// An entry without its vector.
    ///
    /// @param bytes it weighs
    /// @param age since it was stored
    public record Entry(TokenKey key, long bytes, Duration age) {}

    /// An entry with its vector.
    ///
    /// @param age since it was stored
    public record Held(TokenKey key, Embedding value, Duration age) {}

    public EmbeddingCache(MeterRegistry meters, long maxBytes, Duration ttl) {
        wanted = ttl;
        MeterRegistry.Counter evictions = meters.counter(Meters.CACHE_EVICTIONS);
        MeterRegistry.Counter expirations = meters.counter(Meters.CACHE_EXPIRATIONS);
        entries = Caffeine.newBuilder().maximumWeight(maxBytes).weigher(EmbeddingCache::weight).expireAfterWrite(ttl)
                .evictionListener((@Nullable TokenKey key, @Nullable Embedding value, RemovalCause cause) -> {
                    if (cause == RemovalCause.EXPIRED) {
                        expirations.increment();
                    } else if (cause == RemovalCause.SIZE) {
                        evictions.increment();
                    }
                }).executor(Runnable::run).ticker(() -> System.nanoTime() - setBackNanos).build();
        meters.gauge(Meters.CACHE_BYTES, this::bytes);
        meters.gauge(Meters.CACHE_ENTRIES, entries::estimatedSize);
    }

    private static int weight(TokenKey key, Embedding value) {
        return ENTRY_OVERHEAD + 4 * key.length() + value.bytes();
    }

    /// What is known of all inputs of a request, in their order; null where nothing is. One call a request, so that a tier behind this one
    /// costs one round trip however many inputs there are.
    public @Nullable Embedding[] getAll(List<TokenKey> keys) {
        @Nullable
        Embedding[] found = new Embedding[keys.size()];
        for (int i = 0; i < found.length; i++) {
            stream.asked(keys.get(i));
            found[i] = entries.getIfPresent(keys.get(i));
        }
        return found;
    }

    public boolean contains(TokenKey key) {
        return entries.getIfPresent(key) != null;
    }

    /// What is learned from the keys that [#getAll] is asked for.
    public KeyStream stream() {
        return stream;
    }

    /// An entry, if it is held. Looking does not count as use.
    public Optional<Entry> entry(TokenKey key) {
        Embedding value = entries.policy().getIfPresentQuietly(key);
        return value == null ? Optional.empty() : Optional.of(described(key, value));
    }

    /// Those that match, as they are now.
    public List<Entry> entries(Predicate<TokenKey> matches) {
        List<Entry> found = new ArrayList<>();
        entries.asMap().forEach((key, value) -> {
            if (matches.test(key)) {
                found.add(described(key, value));
            }
        });
        return found;
    }

    /// All entries with their vectors, in no particular order. Looking does not count as use.
    public List<Held> held() {
        List<Held> all = new ArrayList<>();
        entries.asMap().forEach((key, value) -> all.add(new Held(key, value, described(key, value).age())));
        return all;
    }

    /// Puts entries that were stored some time ago, which live only for the rest of their time. To be called before the cache is used.
    ///
    /// @param older oldest first
    public void restore(List<Held> older) {
        for (Held entry : older) {
            setBackNanos = entry.age().toNanos();
            entries.put(entry.key(), entry.value());
        }
        setBackNanos = 0;
    }

    private Entry described(TokenKey key, Embedding value) {
        Duration age = entries.policy().expireAfterWrite().orElseThrow().ageOf(key).orElse(Duration.ZERO);
        return new Entry(key, weight(key, value), age);
    }

    public void remove(Collection<TokenKey> keys) {
        entries.invalidateAll(keys);
    }

    public void put(TokenKey key, Embedding value) {
        entries.put(key, value);
    }

    public void remove(TokenKey key) {
        entries.invalidate(key);
    }

    public void clear() {
        entries.invalidateAll();
        entries.cleanUp();
    }

    /// How many entries it holds.
    public long size() {
        return entries.estimatedSize();
    }

    /// Bytes held, by the weight of the entries.
    public long bytes() {
        return entries.policy().eviction().orElseThrow().weightedSize().orElse(0);
    }

    public long maxBytes() {
        return entries.policy().eviction().orElseThrow().getMaximum();
    }

    public void resize(long maxBytes) {
        entries.policy().eviction().orElseThrow().setMaximum(maxBytes);
        entries.cleanUp();
    }

    public Duration ttl() {
        return entries.policy().expireAfterWrite().orElseThrow().getExpiresAfter();
    }

    public synchronized void setTtl(Duration ttl) {
        wanted = ttl;
        applyTtl();
    }

    /// Lets no entry, those that are there included, grow older than this, whatever the TTL is; empty ends that.
    public synchronized void boundAge(Optional<Duration> most) {
        mostAge = most;
        applyTtl();
    }

    private void applyTtl() {
        Duration effective = mostAge.filter(most -> most.compareTo(wanted) < 0).orElse(wanted);
        entries.policy().expireAfterWrite().orElseThrow().setExpiresAfter(effective);
    }
}
