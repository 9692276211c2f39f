package gpudyno.model.load;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One load run as a node keeps it.
///
/// @param id unique on its node, growing, also over restarts
/// @param ended null while it runs
/// @param report while it runs, how it stands (null where runs are listed); null, too, where it failed before it measured anything
/// @param failure why it ended without a report; empty otherwise
/// @param settings null in runs kept before these were
public record Run(long id, Instant started, @Nullable Instant ended, Scenario scenario, Workload workload, @Nullable RunReport report,
        String failure, @Nullable RunSettings settings) {
    /// This run as it stands or as it ended.
    public Run with(@Nullable Instant end, @Nullable RunReport told, String why) {
        return new Run(id, started, end, scenario, workload, told, why, settings);
    }

    /// Its settings, the usual ones where they were not kept.
    public RunSettings setup() {
        return settings == null ? RunSettings.USUAL : settings;
    }

    /// For a list: without its course over time, which is most of it.
    public Run summary() {
        return report == null || report.course() == null ? this : with(ended, report.withoutCourse(), failure);
    }
}
