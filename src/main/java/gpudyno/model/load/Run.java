package gpudyno.model.load;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One load run as a node keeps it.
///
/// @param id unique on its node, growing, also over restarts
/// @param ended null while it runs
/// @param report null while it runs, and where it failed before it measured anything
/// @param failure why it ended without a report; empty otherwise
public record Run(long id, Instant started, @Nullable Instant ended, Scenario scenario, Workload workload, @Nullable RunReport report,
        String failure) {}
