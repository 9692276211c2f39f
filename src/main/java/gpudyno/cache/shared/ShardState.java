package gpudyno.cache.shared;

import java.util.OptionalLong;

/// A server of the shared tier as it is now.
///
/// @param name host and port, or the name of a sentinel's master
/// @param used whether requests are sent there
/// @param tracking whether it announces what changes
/// @param keys how many keys it holds, of all who use it; empty if it was not asked or does not tell
/// @param slots how many slots of a cluster it serves; 0 without a cluster
/// @param problem what is wrong, one line for people; empty if nothing is
public record ShardState(String name, boolean used, boolean tracking, OptionalLong keys, int slots, String problem) {}
