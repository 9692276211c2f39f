package gpudyno.node;

import gpudyno.model.alert.Alert;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobState;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.node.Event;
import gpudyno.model.node.NodeInfo;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A machine with the engine on it, local or remote. Every method may block (a remote node is a network away) and may be called from any
/// thread but the JavaFX one.
///
/// Bad arguments are an IllegalArgumentException that names what was wrong and what is allowed; something that cannot be done now (a second
/// session while one runs) is an IllegalStateException; a node out of reach is a [NodeUnreachableException]. In each case nothing changed.
public interface Node extends AutoCloseable {
    NodeInfo info();

    /// How the node is reached just now. Never blocks.
    Connection connection();

    /// The round trip of the last call or heartbeat; zero for a local node. Never blocks.
    Duration roundTrip();

    /// Sends frames as they close, after those still in the live window that follow `afterSequence` (0: only new ones; a remote
    /// subscription resumes by it). The consumer is called from one thread at a time; while it is slow, frames are dropped for it alone and
    /// the gap shows in the sequence numbers.
    Subscription subscribe(long afterSequence, Consumer<Frame> consumer);

    /// Frames from `from` to `to`, oldest first, at the finest resolution held that is at least `resolution` (live frames are 1 s).
    List<Frame> history(Instant from, Instant to, Duration resolution);

    List<Meter> meters();

    List<KnobState> knobs();

    /// Turns knobs, all or none.
    KnobChange turn(Map<String, ?> wanted, String by);

    /// Starts a session; at most one at a time.
    ///
    /// @return its id
    long startSession(SessionRequest request);

    /// Goes on with a session that was stopped or cut off, from its trials.
    void resumeSession(long id);

    /// Sessions, newest first, without their trials.
    List<SessionReport> sessions();

    /// One session with its trials, running or ended.
    Optional<SessionReport> session(long id);

    /// A session as a document to keep or send.
    String sessionDocument(long id, DocumentFormat format);

    /// Stops a running session and puts the knobs back before it returns. Nothing to do if it has ended.
    void stopSession(long id);

    /// Applies the verified best of an ended session.
    KnobChange applyBest(long id);

    /// Puts the knobs back to where they stood before the session.
    KnobChange rollBack(long id);

    /// Starts a load run; at most one at a time, and none during a session.
    ///
    /// @return its id
    long startRun(RunRequest request);

    /// Starts a load run against this node's own endpoint, with the usual limits.
    ///
    /// @return its id
    default long startRun(Scenario scenario, Workload workload) {
        return startRun(RunRequest.of(scenario, workload));
    }

    /// The schedule a run would keep; nothing is sent. Refuses what [#startRun(RunRequest)] would refuse for its own sake.
    RunPlan planRun(RunRequest request);

    /// The last runs, newest first, without their courses; one that is on without a report.
    List<Run> runs();

    /// One run with its course over time; one that is on as it stands now.
    Optional<Run> run(long id);

    /// An ended run with figures as a document to keep or send; HTML and JSON are known.
    String runDocument(long id, DocumentFormat format);

    /// What differs between two ended runs beyond chance.
    List<RunDifference> compareRuns(long older, long newer);

    void stopRun(long id);

    /// What loads the node now.
    Optional<Activity> activity();

    /// The last events, newest first.
    List<Event> events();

    /// Alerts that fire and that nothing keeps quiet.
    List<Alert> alerts();

    /// Meters of the users' own.
    CustomMeters customMeters();

    /// Alerts with their rules and silences.
    Alerting alerting();

    List<Recommendation> recommendations();

    List<Readiness> readiness();

    /// Which profile the node is judged by.
    String targets();

    void setTargets(String profile);

    @Override
    void close();
}
