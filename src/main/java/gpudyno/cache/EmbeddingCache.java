package gpudyno.cache;

import gpudyno.cache.policy.PolicyKind;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// L1: answers by exact token ids, bounded by bytes, with a time to live. Size, TTL and policy change live; entries that no longer fit go at
/// once, and a change of the policy keeps those that are there.
public final class EmbeddingCache {
    /// What the key, the maps around an entry and its order of use cost, measured on heap dumps to within a few percent; part of every entry's
    /// weight.
    private static final int ENTRY_OVERHEAD = 200;
    /// Bytes of an entry before the first is stored: one of a vector of 384 floats.
    private static final double FIRST_GUESS = 4_600;
    /// The mean weight follows the entries that are stored, over about this many.
    private static final double MEAN_OVER = 64;

    private final SwitchedEntries entries;
    private final KeyStream stream;
    private Duration wanted;
    private Optional<Duration> mostAge = Optional.empty();
    private volatile Duration effective;
    private volatile PolicyKind configured = PolicyKind.ADAPTIVE;
    private volatile double meanWeight = FIRST_GUESS;

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
        this(meters, maxBytes, ttl, task -> Thread.ofVirtual().name("cache-move").start(task));
    }

    /// @param background runs what moves entries after a change of the policy
    EmbeddingCache(MeterRegistry meters, long maxBytes, Duration ttl, Executor background) {
        wanted = ttl;
        effective = ttl;
        entries = new SwitchedEntries(maxBytes, ttl, new Departures(meters), background);
        stream = new KeyStream(fits(maxBytes));
        meters.gauge(Meters.CACHE_BYTES, this::bytes);
        meters.gauge(Meters.CACHE_ENTRIES, this::size);
        meters.gauge(Meters.CACHE_SHADOW_HITS, () -> stream.race().frequentPercent(), PolicyKind.W_TINY_LFU.id());
        meters.gauge(Meters.CACHE_SHADOW_HITS, () -> stream.race().recentPercent(), PolicyKind.LRU.id());
    }

    private static int weight(TokenKey key, Embedding value) {
        return ENTRY_OVERHEAD + 4 * key.length() + value.bytes();
    }

    private long fits(long maxBytes) {
        return Math.max(1, (long) (maxBytes / meanWeight));
    }

    /// What is known of all inputs of a request, in their order; null where nothing is. One call a request, so that a tier behind this one
    /// costs one round trip however many inputs there are.
    public @Nullable Embedding[] getAll(List<TokenKey> keys) {
        @Nullable
        Embedding[] found = new Embedding[keys.size()];
        for (int i = 0; i < found.length; i++) {
            stream.asked(keys.get(i));
            found[i] = value(keys.get(i));
        }
        follow();
        return found;
    }

    private @Nullable Embedding value(TokenKey key) {
        Stored stored = entries.get(key);
        return stored == null ? null : stored.value();
    }

    private void follow() {
        if (stream.followed() != entries.kind()) {
            entries.follow(stream::followed);
        }
    }

    /// Follows one policy from now on, or again the one that does better on a sample of the keys that are asked for.
    ///
    /// @param kind W-TinyLFU, LRU, or adaptive
    public void policy(PolicyKind kind) {
        stream.pin(kind == PolicyKind.ADAPTIVE ? null : kind);
        configured = kind;
        follow();
    }

    /// What [#policy(PolicyKind)] was told last; adaptive before that.
    public PolicyKind policy() {
        return configured;
    }

    /// The policy by which entries are kept now: W-TinyLFU or LRU.
    public PolicyKind followed() {
        return entries.kind();
    }

    /// Whether entries are still moved after a change of the policy.
    public boolean isMoving() {
        return entries.isMoving();
    }

    public boolean contains(TokenKey key) {
        return entries.get(key) != null;
    }

    /// What is learned from the keys that [#getAll] is asked for.
    public KeyStream stream() {
        return stream;
    }

    /// An entry, if it is held. Looking does not count as use.
    public Optional<Entry> entry(TokenKey key) {
        return Optional.ofNullable(entries.peek(key)).map(stored -> described(key, stored));
    }

    /// Those that match, as they are now.
    public List<Entry> entries(Predicate<TokenKey> matches) {
        List<Entry> found = new ArrayList<>();
        entries.all().forEach(entry -> {
            if (matches.test(entry.getKey())) {
                found.add(described(entry.getKey(), entry.getValue()));
            }
        });
        return found;
    }

    private static Entry described(TokenKey key, Stored stored) {
        return new Entry(key, stored.weight(), age(stored));
    }

    private static Duration age(Stored stored) {
        return Duration.ofNanos(System.nanoTime() - stored.written());
    }

    /// All entries with their vectors, in no particular order. Looking does not count as use.
    public List<Held> held() {
        return entries.all().stream().map(entry -> new Held(entry.getKey(), entry.getValue().value(), age(entry.getValue()))).toList();
    }

    /// Puts entries that were stored some time ago, which live only for the rest of their time.
    ///
    /// @param older oldest first
    public void restore(List<Held> older) {
        older.forEach(entry -> put(entry.key(), entry.value(), System.nanoTime() - entry.age().toNanos()));
    }

    public void remove(Collection<TokenKey> keys) {
        keys.forEach(this::remove);
    }

    public void put(TokenKey key, Embedding value) {
        put(key, value, System.nanoTime());
    }

    private void put(TokenKey key, Embedding value, long written) {
        int weight = weight(key, value);
        entries.put(key, new Stored(value, written, weight));
        // Two threads that overwrite each other's mean do no harm.
        double mean = meanWeight;
        meanWeight = mean + (weight - mean) / MEAN_OVER;
        stream.fits(fits(maxBytes()));
    }

    public void remove(TokenKey key) {
        entries.remove(key);
    }

    public void clear() {
        entries.clear();
    }

    /// How many entries it holds.
    public long size() {
        return entries.size();
    }

    /// Bytes held, by the weight of the entries.
    public long bytes() {
        return entries.weight();
    }

    public long maxBytes() {
        return entries.maxBytes();
    }

    public void resize(long maxBytes) {
        entries.resize(maxBytes);
        stream.fits(fits(maxBytes));
    }

    public Duration ttl() {
        return effective;
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
        effective = mostAge.filter(most -> most.compareTo(wanted) < 0).orElse(wanted);
        entries.setTtl(effective);
    }
}
