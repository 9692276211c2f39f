package gpudyno.node;

import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.CachedEntry;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import java.util.Optional;

/// The cache of a node's answers. Its size, its TTL and whether it is on are the knobs `cache.maxBytes`, `cache.ttl` and `cache.enabled`.
/// Errors are those of [Node].
public interface Caching {
    CacheBoard board();

    /// The entry of an input; empty if it is not held.
    ///
    /// @param text the input
    Optional<CachedEntry> entry(String text);

    /// Deletes entries, or only counts them.
    ///
    /// @throws IllegalStateException if it is no dry run and a tuning session measures
    Invalidation invalidate(EntrySelection selection, boolean dryRun);
}
