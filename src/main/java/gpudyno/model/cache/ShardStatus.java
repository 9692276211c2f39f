package gpudyno.model.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One server of the shared cache (L2), as a node sees it.
///
/// @param address host and port, or the name of a sentinel's master
/// @param announces whether it announces what other nodes change; if not, entries of L1 live for at most 30 s
/// @param keys how many it holds, of all who use it; null if it was not asked yet or does not tell
/// @param bytes memory that it uses; null likewise
/// @param percent its share of the keys of all servers; null while some server's keys are not known
/// @param lookups input items that this node has looked up there since it started
/// @param millis mean time of its recent answers; null before the first
/// @param slots how many of a cluster's 16,384 slots it serves; 0 without a cluster
/// @param problem what is wrong, one line; empty if nothing is
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShardStatus(String address, State state, boolean announces, @Nullable Long keys, @Nullable Long bytes,
        @Nullable Double percent, long lookups, @Nullable Double millis, int slots, String problem) {
    /// Whether look-ups are sent there.
    public enum State {
        UP,
        /// Requests failed, so that none are sent until a probe is answered in time.
        BREAKER_OPEN,
        /// It is not reached.
        DOWN
    }
}
