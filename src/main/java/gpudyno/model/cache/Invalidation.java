package gpudyno.model.cache;

/// What an invalidation did, or would do.
///
/// @param entries that were deleted, or would be
/// @param bytes they weigh
/// @param percent the most it lowers the hit ratio until they are computed again: their share of recent requests, from a sample of one in eight
/// @param dryRun whether nothing was deleted
public record Invalidation(long entries, long bytes, double percent, boolean dryRun) {}
