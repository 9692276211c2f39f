package gpudyno.model.cache;

/// An entry of the cache. Neither its text nor its vector is told.
///
/// @param key `model@revision:` and the 16 hexadecimal digits of a hash of its token ids
/// @param tokens of the input
/// @param bytes it weighs
/// @param ageSeconds since it was stored
public record CachedEntry(String key, int tokens, long bytes, double ageSeconds) {}
