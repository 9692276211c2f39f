package gpudyno.model.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a node's cache stands. Counts are those since the node started.
///
/// @param on whether repeated inputs are answered from it
/// @param bytes held, by the weight of the entries
/// @param maxBytes the most it may hold, the knob `cache.maxBytes`
/// @param ttlSeconds longest life of an entry, the knob `cache.ttl`
/// @param hits input items answered from it, by tier; `near` are chat questions answered with another's answer
/// @param misses input items the backend had to compute
/// @param coalesced input items that joined an equal one in flight
/// @param evictions entries that left for want of room
/// @param expirations entries that outlived their TTL
/// @param savedSeconds time of the backend that hits and coalesced items would have taken, at its mean time for each computed item; null
///        before the backend computed anything
/// @param worth null until enough was asked for to tell, or while nothing is held
/// @param hottest most asked for first
/// @param policy null on a node that is simulated
/// @param shared the cache that nodes share (L2); null where none is configured
/// @param warmUp null where the node does not tell
/// @param near answers to questions that mean nearly the same; null where the node does not tell
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CacheBoard(boolean on, long bytes, long maxBytes, long entries, long ttlSeconds, Map<String, Long> hits, long misses,
        long coalesced, long evictions, long expirations, @Nullable Double savedSeconds, @Nullable MemoryWorth worth,
        List<HotKey> hottest, @Nullable CachePolicy policy, @Nullable SharedTier shared, @Nullable WarmUp warmUp,
        @Nullable NearHits near) {
    public CacheBoard {
        hits = Map.copyOf(hits);
        hottest = List.copyOf(hottest);
    }

    /// A key and its share of recent requests.
    ///
    /// @param key as [CachedEntry#key]
    /// @param percent of recently requested input items, from a sample of one in eight
    public record HotKey(String key, double percent) {}
}
