package gpudyno.model.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What an invalidation did, or would do.
///
/// @param entries of this node that were deleted, or would be
/// @param bytes they weigh
/// @param percent the most it lowers the hit ratio until they are computed again: their share of recent requests, from a sample of one in eight;
///        null after too few requests to tell
/// @param shared what became of the cache shared with other nodes; null without one
/// @param dryRun whether nothing was deleted
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Invalidation(long entries, long bytes, @Nullable Double percent, @Nullable Shared shared, boolean dryRun) {
    /// @param answers that were deleted there, or would be
    /// @param whole false if one of its servers was not reached, or the search took too long: to be repeated
    public record Shared(long answers, boolean whole) {}
}
