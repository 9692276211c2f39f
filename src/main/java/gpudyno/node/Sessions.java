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
    /// The session that is on, and any whose record changed: it ended, or its best was applied.
    Topic<Progress> PROGRESS = new Topic<>("session", Progress.class);

    /// How a session stands.
    ///
    /// @param report without its trials
    /// @param trials those that changed since the last progress told, by their numbers; all of them where `whole`
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

    /// Goes on with a session that was stopped or cut off, from its trials.
    void resume(long id);

    /// Sessions, newest first.
    List<SessionSummary> list();

    /// One session with its trials, running or ended.
    Optional<SessionReport> report(long id);

    /// A session as a document to keep or send.
    String document(long id, DocumentFormat format);

    /// Stops a running session and puts the knobs back before it returns. Nothing to do if it has ended.
    void stop(long id);

    /// Applies the verified best of an ended session.
    KnobChange applyBest(long id);

    /// Puts the knobs back to where they stood before the session.
    KnobChange rollBack(long id);
}
