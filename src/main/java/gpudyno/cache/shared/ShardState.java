package gpudyno.cache.shared;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/// A server of the shared tier as it is now.
///
/// @param name host and port, or the name of a sentinel's master
/// @param used whether requests are sent there
/// @param open whether its breaker is open: requests failed, so none are sent until a probe is answered in time
/// @param tracking whether it announces what changes
/// @param keys how many keys it holds, of all who use it, as of at most a few seconds ago; empty before it was asked, or if it does not tell
/// @param bytes memory that it uses; empty likewise
/// @param lookups keys that this node has looked up there since it started
/// @param millis mean time of its recent round trips; empty before the first
/// @param slots how many slots of a cluster it serves; 0 without a cluster
/// @param problem what is wrong, one line for people; empty if nothing is
public record ShardState(String name, boolean used, boolean open, boolean tracking, OptionalLong keys, OptionalLong bytes, long lookups,
        OptionalDouble millis, int slots, String problem) {}
