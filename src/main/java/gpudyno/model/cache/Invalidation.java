package gpudyno.model.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What an invalidation did, or would do.
///
/// @param entries that were deleted, or would be
/// @param bytes they weigh
/// @param percent the most it lowers the hit ratio until they are computed again: their share of recent requests, from a sample of one in eight;
///        null after too few requests to tell
/// @param dryRun whether nothing was deleted
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Invalidation(long entries, long bytes, @Nullable Double percent, boolean dryRun) {}
