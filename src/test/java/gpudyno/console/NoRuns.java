package gpudyno.console;

import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A script without load runs.
public class NoRuns implements Runs {
    @Override
    public long start(RunRequest request) {
        throw new IllegalStateException("the script has no run");
    }

    @Override
    public List<Run> list() {
        return List.of();
    }

    @Override
    public Optional<Run> run(long id) {
        return Optional.empty();
    }

    @Override
    public RunPlan plan(RunRequest request) {
        return new RunPlan(request.scenario().duration(), 0, List.of());
    }

    @Override
    public String document(long id, DocumentFormat format) {
        return "run " + id + " as " + format.extension();
    }

    @Override
    public List<RunDifference> compare(long older, long newer) {
        return List.of();
    }

    @Override
    public void stop(long id) {
        // No run in the script.
    }

    @Override
    public Optional<RunTally> tally(long id) {
        return Optional.empty();
    }

    @Override
    public Instant clock() {
        return Instant.now();
    }
}
