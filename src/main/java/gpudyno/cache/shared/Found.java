package gpudyno.cache.shared;

import java.util.Optional;

/// What the shared tier knows of a key.
///
/// @param value empty if it is not there, or could not be read
/// @param due whether it is to be computed anew although it may still be used
/// @param stamp to be given to [SharedCache#isCurrent] by whoever puts the value, or one computed instead, into L1
public record Found(Optional<byte[]> value, boolean due, long stamp) {}
