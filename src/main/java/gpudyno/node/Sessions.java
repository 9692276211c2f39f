package gpudyno.node;

import gpudyno.model.knob.KnobChange;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.model.tune.Trial;
import java.util.List;
import java.util.Optional;

/// Tuning sessions of a node; at most one at a time. Errors are those of [Node].
public interface Sessions {
    /// The session in progress, and any session whose record changed because it ended or its best was applied.
    Topic<Progress> PROGRESS = new Topic<>("session", Progress.class);

    /// The state of a session.
    ///
    /// @param report without its trials
    /// @param trials by number, those that changed since the last progress was sent; all of them if `whole`
    /// @param whole whether `trials` are all there are
    record Progress(SessionReport report, List<Trial> trials, boolean whole) {
        public Progress {
            trials = List.copyOf(trials);
        }
    }

    /// Starts a session.
    ///
    /// @return its id
    long start(SessionRequest request);

    /// Continues a session that was stopped or interrupted, after the trials it already has.
    void resume(long id);

    /// Sessions, newest first.
    List<SessionSummary> list();

    /// One session with its trials, running or ended.
    Optional<SessionReport> report(long id);

    /// A session as a document.
    String document(long id, DocumentFormat format);

    /// Stops a running session and restores the knobs before it returns. Does nothing if the session has ended.
    void stop(long id);

    /// Applies the verified best of an ended session.
    KnobChange applyBest(long id);

    /// Restores the knobs to their values before the session.
    KnobChange rollBack(long id);
}
