package gpudyno.node.local;

import gpudyno.load.LoadGenerator;
import gpudyno.load.LoadPlan;
import gpudyno.load.LoadRun;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.node.Event.Severity;
import gpudyno.node.Activity;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The node's load runs: the one that is on, and those kept in the store.
final class LoadRuns {
    private static final Duration WARMUP = Duration.ofSeconds(2);
    private static final int LISTED = 200;

    private final Store store;
    private final Recorder recorder;
    private final BiConsumer<Severity, String> say;
    private volatile @Nullable Current current;

    private record Current(Run run, LoadRun load) {}

    LoadRuns(Store store, Recorder recorder, BiConsumer<Severity, String> say) {
        this.store = store;
        this.recorder = recorder;
        this.say = say;
        for (Run run : store.runs(LISTED)) {
            if (run.ended() == null) {
                store.saveRun(ended(run, null, "the node was stopped in the middle"));
            }
        }
    }

    boolean busy() {
        return current != null;
    }

    /// Starts a run; the caller sees to it that none is on.
    ///
    /// @param plan its target, requests and observer
    long start(LoadPlan plan, Scenario scenario, Workload workload) {
        Run run = store.beginRun(Instant.now(), scenario, workload);
        LoadRun load;
        try {
            load = LoadGenerator.start(plan.withScenario(scenario, WARMUP, workload.seed()));
        } catch (RuntimeException e) {
            keep(ended(run, null, String.valueOf(e.getMessage())));
            throw e;
        }
        Current started = new Current(run, load);
        current = started;
        say.accept(Severity.INFO, "Load run " + run.id() + " started: " + scenario.name());
        Thread.ofVirtual().name("run-" + run.id()).start(() -> await(started));
        return run.id();
    }

    private void await(Current started) {
        long id = started.run.id();
        try {
            RunReport report = LoadGenerator.await(started.load);
            keep(ended(started.run, report, ""));
            say.accept(Severity.INFO, String.format(Locale.ROOT, "Load run %d ended: %.1f req/s, %.2f %% errors", id,
                    report.achieved().rate(), report.errors().percent()));
        } catch (TargetUnreachableException | IllegalStateException e) {
            keep(ended(started.run, null, String.valueOf(e.getMessage())));
            say.accept(Severity.WARNING, "Load run " + id + " failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            current = null;
        }
    }

    private void keep(Run ended) {
        try {
            store.saveRun(ended);
        } catch (StoreException _) {
            // The recorder tries again, and its problem is shown.
            recorder.write(to -> to.saveRun(ended));
        }
    }

    private static Run ended(Run run, @Nullable RunReport report, String failure) {
        return new Run(run.id(), run.started(), Instant.now(), run.scenario(), run.workload(), report, failure);
    }

    Optional<Run> run(long id) {
        return store.run(id);
    }

    /// Newest first.
    List<Run> all() {
        return store.runs(LISTED);
    }

    void stop(long id) {
        Current now = current;
        if (now != null && now.run.id() == id) {
            now.load.stop();
        }
    }

    void stop() {
        Current now = current;
        if (now != null) {
            now.load.stop();
        }
    }

    Optional<Activity> activity() {
        Current now = current;
        if (now == null) {
            return Optional.empty();
        }
        double length = Math.max(1, now.run.scenario().duration().plus(WARMUP).toMillis());
        double progress = Math.clamp(Duration.between(now.run.started(), Instant.now()).toMillis() / length, 0, 1);
        return Optional.of(new Activity(Activity.Kind.RUN, now.run.id(), progress, now.run.scenario().name()));
    }
}
