package gpudyno.console.frame;

import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.Trial;
import gpudyno.node.Sessions;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A session as the stream has told it so far.
///
/// @param report with the trials that were told
/// @param whole whether those are all the trials it has
public record SessionCourse(SessionReport report, boolean whole) {
    static SessionCourse of(Sessions.Progress told) {
        return new SessionCourse(told.report().withTrials(told.trials()), told.whole());
    }

    SessionCourse with(Sessions.Progress told) {
        if (told.whole()) {
            return of(told);
        }
        return new SessionCourse(told.report().withTrials(merged(report.trials(), told.trials())), whole);
    }

    /// This session with the trials of an earlier report where the stream has not told them.
    ///
    /// @return empty if there are trials that neither knows
    public Optional<SessionReport> over(SessionReport earlier) {
        if (whole) {
            return Optional.of(report);
        }
        List<Trial> trials = merged(earlier.trials(), report.trials());
        return trials.isEmpty() || trials.getLast().number() == trials.size()
                ? Optional.of(report.withTrials(trials))
                : Optional.empty();
    }

    private static List<Trial> merged(Collection<Trial> held, Collection<Trial> told) {
        TreeMap<Integer, Trial> byNumber = new TreeMap<>();
        held.forEach(trial -> byNumber.put(trial.number(), trial));
        told.forEach(trial -> byNumber.put(trial.number(), trial));
        return List.copyOf(byNumber.values());
    }
}
