package gpudyno.model.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether a node's cache begins with the hottest entries of the last run.
///
/// @param on the knob `cache.warmup`
/// @param warmed entries that came from the last run
/// @param written when the file for the next run was last written; null before
/// @param writtenEntries how many entries are in it
/// @param problem why the file was not read or written, one line; empty if nothing is wrong
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WarmUp(boolean on, long warmed, @Nullable Instant written, long writtenEntries, String problem) {}
