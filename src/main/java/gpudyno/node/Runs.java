package gpudyno.node;

import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import java.util.List;
import java.util.Optional;

/// Load runs of a node; at most one at a time, and none during a session. Errors are those of [Node].
public interface Runs {
    /// The run that is on, once a second as it stands, and as it ended; without its course.
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

    /// The schedule a run would keep; nothing is sent. Refuses what [#start(RunRequest)] would refuse for its own sake.
    RunPlan plan(RunRequest request);

    /// The last runs, newest first, without their courses; one that is on without a report.
    List<Run> list();

    /// One run with its course over time; one that is on as it stands now.
    Optional<Run> run(long id);

    /// An ended run with figures as a document to keep or send; HTML and JSON are known.
    String document(long id, DocumentFormat format);

    /// What differs between two ended runs beyond chance.
    List<RunDifference> compare(long older, long newer);

    /// Stops a run that is on. Nothing to do if it has ended.
    void stop(long id);
}
