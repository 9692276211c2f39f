package gpudyno.node.local;

import gpudyno.load.FindMax;
import gpudyno.load.LoadGenerator;
import gpudyno.load.LoadPlan;
import gpudyno.load.LoadRun;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The work of a load run: one run of the generator, or the many runs of a search.
sealed interface LoadWork {
    static LoadWork start(LoadPlan plan) {
        return plan.scenario() instanceof Scenario.FindMax search
                ? new Search(new FindMax(plan, search))
                : new One(LoadGenerator.start(plan), plan.scenario().duration().plus(plan.warmup().most()));
    }

    /// Waits for the end; called once.
    RunReport await() throws InterruptedException, TargetUnreachableException;

    /// The state so far; empty if there is nothing to report yet.
    Optional<RunReport> soFar() throws InterruptedException;

    /// What has been measured, to be added to what other generators have; empty if there is nothing yet, and for a search.
    Optional<RunTally> tally() throws InterruptedException;

    void stop();

    /// 0 to 1.
    double progress(Instant started);

    /// @param length warm-up included
    record One(LoadRun run, Duration length) implements LoadWork {
        @Override
        public RunReport await() throws InterruptedException, TargetUnreachableException {
            return LoadGenerator.await(run);
        }

        @Override
        public Optional<RunReport> soFar() throws InterruptedException {
            return run.soFar();
        }

        @Override
        public Optional<RunTally> tally() throws InterruptedException {
            return run.tally();
        }

        @Override
        public void stop() {
            run.stop();
        }

        @Override
        public double progress(Instant started) {
            return Math.clamp(Duration.between(started, Instant.now()).toMillis() / Math.max(1.0, length.toMillis()), 0, 1);
        }
    }

    /// The probes of a search, made by the thread that waits for its end.
    record Search(FindMax search) implements LoadWork {
        @Override
        public RunReport await() throws InterruptedException, TargetUnreachableException {
            return search.run();
        }

        @Override
        public Optional<RunReport> soFar() throws InterruptedException {
            return search.soFar();
        }

        @Override
        public Optional<RunTally> tally() {
            return Optional.empty();
        }

        @Override
        public void stop() {
            search.stop();
        }

        @Override
        public double progress(Instant started) {
            return search.progress();
        }
    }
}
