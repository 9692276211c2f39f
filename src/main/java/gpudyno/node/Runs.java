package gpudyno.node;

import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Load runs of a node; at most one at a time, and none during a session. Errors are those of [Node].
public interface Runs {
    /// The run in progress, sent once a second, and again when it has ended; without its course over time.
    Topic<Run> PROGRESS = new Topic<>("run", Run.class);

    /// Starts a run.
    ///
    /// @return its id
    long start(RunRequest request);

    /// Starts a run against this node's own endpoint, with the usual limits.
    ///
    /// @return its id
    default long start(Scenario scenario, Workload workload) {
        return start(RunRequest.of(scenario, workload));
    }

    /// The schedule that a run would follow; nothing is sent. Refuses every request that [#start(RunRequest)] refuses because the request
    /// itself is wrong.
    RunPlan plan(RunRequest request);

    /// The last runs, newest first, without their courses over time. A run in progress has no report here.
    List<Run> list();

    /// One run with its course over time. For a run in progress: its figures so far.
    Optional<Run> run(long id);

    /// An ended run that has figures, as a document; the formats are HTML and JSON.
    String document(long id, DocumentFormat format);

    /// The differences between two ended runs that are larger than chance explains.
    List<RunDifference> compare(long older, long newer);

    /// What a run has measured so far, in a form that adds up with what other generators have measured of the same load. Empty for a run that
    /// has measured nothing yet, and for all but the last one of those that have ended.
    Optional<RunTally> tally(long id);

    /// The node's own clock, for several nodes that shall start at the same instant.
    Instant clock();

    /// Stops a run in progress. Does nothing if it has ended.
    void stop(long id);
}
