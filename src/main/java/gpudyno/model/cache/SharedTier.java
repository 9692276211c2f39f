package gpudyno.model.cache;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The cache that nodes share (L2), as one of them sees it. Counts are input items that this node looked up since it started.
///
/// @param sentence how it does, for people
/// @param hits found there
/// @param misses not there
/// @param corrupt their checksum or form was wrong, so that they were computed
/// @param errors the server answered one, or was moving them to another server
/// @param timeouts not answered in time
/// @param skipped not asked, as the server was not reached or its breaker was open; together with errors and time-outs the hits that faults
///        may have cost
/// @param stale keys that other nodes changed, as the servers announced; what this node held of them was dropped
/// @param trackingLost connections made anew, at each of which L1 was cleared
/// @param balance keys of the server that holds most over the mean of all, 1 at best; null with one server, without keys, or while some
///        server's are not known
/// @param shards in the order of their addresses
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SharedTier(String sentence, long hits, long misses, long corrupt, long errors, long timeouts, long skipped,
        long stale, long trackingLost, @Nullable Double balance, List<ShardStatus> shards) {
    public SharedTier {
        shards = List.copyOf(shards);
    }

    /// Input items that were looked up in vain.
    @JsonIgnore
    public long failed() {
        return corrupt + errors + timeouts + skipped;
    }

    /// [#balance] of servers that hold so many keys; empty where it says nothing.
    public static OptionalDouble balance(List<@Nullable Long> keys) {
        if (keys.size() < 2 || keys.stream().anyMatch(Objects::isNull)) {
            return OptionalDouble.empty();
        }
        long[] known = keys.stream().filter(Objects::nonNull).mapToLong(Long::longValue).toArray();
        long all = Arrays.stream(known).sum();
        long most = Arrays.stream(known).max().orElse(0);
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) most * known.length / all);
    }
}
