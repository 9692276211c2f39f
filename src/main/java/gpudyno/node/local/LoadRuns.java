package gpudyno.node.local;

import gpudyno.load.LoadPlan;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.node.Event.Severity;
import gpudyno.node.Activity;
import gpudyno.node.DocumentFormat;
import gpudyno.report.RunComparison;
import gpudyno.report.RunPage;
import gpudyno.store.Json;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The node's load runs: the one that is on, and those kept in the store.
final class LoadRuns {
    private static final int LISTED = 200;

    private final Store store;
    private final Recorder recorder;
    private final BiConsumer<Severity, String> say;
    /// What the list tells, newest first, for it is asked every second; guarded by itself.
    private final ArrayDeque<Run> listed = new ArrayDeque<>();
    private volatile @Nullable Current current;

    private record Current(Run run, LoadWork work) {}

    LoadRuns(Store store, Recorder recorder, BiConsumer<Severity, String> say) {
        this.store = store;
        this.recorder = recorder;
        this.say = say;
        for (Run run : store.runs(LISTED)) {
            Run known = run;
            if (run.ended() == null) {
                known = run.with(Instant.now(), null, "the node was stopped in the middle");
                store.saveRun(known);
            }
            listed.addLast(known.summary());
        }
    }

    boolean busy() {
        return current != null;
    }

    /// Starts a run; the caller sees to it that none is on.
    ///
    /// @param scenario as it is kept and shown
    /// @param plan its target, requests and observer
    long start(LoadPlan plan, Scenario scenario, RunRequest request) {
        Run run = store.beginRun(Instant.now(), scenario, request.workload(), request.settings());
        list(run);
        LoadWork work;
        try {
            work = LoadWork.start(plan);
        } catch (RuntimeException e) {
            keep(run.with(Instant.now(), null, String.valueOf(e.getMessage())));
            throw e;
        }
        Current started = new Current(run, work);
        current = started;
        say.accept(Severity.INFO, "Load run " + run.id() + " started: " + scenario.name());
        Thread.ofVirtual().name("run-" + run.id()).start(() -> await(started));
        return run.id();
    }

    private void list(Run run) {
        synchronized (listed) {
            listed.removeIf(known -> known.id() == run.id());
            listed.addFirst(run.summary());
            while (listed.size() > LISTED) {
                listed.removeLast();
            }
        }
    }

    private void await(Current started) {
        long id = started.run.id();
        try {
            RunReport report = started.work.await();
            keep(started.run.with(Instant.now(), report, ""));
            say.accept(Severity.INFO, String.format(Locale.ROOT, "Load run %d ended: %.1f req/s, %.2f %% errors", id,
                    report.achieved().rate(), report.errors().percent()));
        } catch (TargetUnreachableException | RuntimeException e) {
            // A run that cannot even end well must not stay on: nothing else could start.
            keep(started.run.with(Instant.now(), null, String.valueOf(e.getMessage())));
            say.accept(Severity.WARNING, "Load run " + id + " failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            current = null;
        }
    }

    private void keep(Run ended) {
        list(ended);
        try {
            store.saveRun(ended);
        } catch (StoreException _) {
            // The recorder tries again, and its problem is shown.
            recorder.write(to -> to.saveRun(ended));
        }
    }

    /// With its course; one that runs as it stands now.
    Optional<Run> run(long id) {
        Current now = current;
        if (now == null || now.run.id() != id) {
            return store.run(id);
        }
        try {
            return Optional.of(now.work.soFar().map(report -> now.run.with(null, report, "")).orElse(now.run));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(now.run);
        }
    }

    /// Newest first, without their courses.
    List<Run> all() {
        synchronized (listed) {
            return List.copyOf(listed);
        }
    }

    List<RunDifference> compare(long older, long newer) {
        return RunComparison.of(report(older), report(newer));
    }

    private RunReport report(long id) {
        return figures(kept(id));
    }

    private Run kept(long id) {
        return store.run(id).orElseThrow(() -> new IllegalArgumentException("there is no run " + id));
    }

    private static RunReport figures(Run run) {
        if (run.report() == null) {
            throw new IllegalArgumentException("run " + run.id() + (run.ended() == null ? " is still on" : " has no figures"));
        }
        return run.report();
    }

    /// An ended run with figures, as HTML or JSON.
    String document(long id, DocumentFormat format) {
        Run run = kept(id);
        return switch (format) {
            case HTML -> {
                RunTarget target = run.setup().target();
                yield RunPage.of(figures(run), "run " + id + ", " + (target == null ? "this node" : target.address().toString()));
            }
            case JSON -> Json.pretty(figures(run));
            case MARKDOWN, KNOBS, ARGUMENTS, ENVIRONMENT -> throw new IllegalArgumentException(
                    "a run is written as html or json, not as " + format.extension());
        };
    }

    void stop(long id) {
        Current now = current;
        if (now != null && now.run.id() == id) {
            now.work.stop();
        }
    }

    void stop() {
        Current now = current;
        if (now != null) {
            now.work.stop();
        }
    }

    Optional<Activity> activity() {
        Current now = current;
        return now == null
                ? Optional.empty()
                : Optional
                        .of(new Activity(Activity.Kind.RUN, now.run.id(), now.work.progress(now.run.started()), now.run.scenario().name()));
    }
}
