package gpudyno.model.tune;

import com.fasterxml.jackson.annotation.JsonInclude;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Completions;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A session in a list: what a person needs to choose one, without its trials.
///
/// @param progress 0 to 1 of the budget
/// @param message one line for people
/// @param applied whether the best of it is where the knobs were put last by it
/// @param baselineHeldRate requests per second; null until measured
/// @param bestHeldRate requests per second; null until measured
/// @param trials how many there are
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionSummary(long id, String targets, Phase phase, double progress, String message, Instant started,
        @Nullable Instant ended, @Nullable Verdict verdict, boolean applied, boolean canResume, @Nullable Double baselineHeldRate,
        @Nullable Double bestHeldRate, @Nullable Completions completion, int trials) {
    public static SessionSummary of(SessionReport report) {
        return new SessionSummary(report.id(), report.targets(), report.phase(), report.progress(), report.message(), report.started(),
                report.ended(), report.verdict(), report.applied(), report.canResume(), held(report.baseline()), held(report.best()),
                report.completion(), report.trials().size());
    }

    private static @Nullable Double held(@Nullable Column column) {
        return column == null ? null : column.heldRate();
    }
}
