package gpudyno.node.local;

import gpudyno.load.LoadPlan;
import gpudyno.load.TargetUnreachableException;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.RunTally;
import gpudyno.model.load.RunTarget;
import gpudyno.model.load.Scenario;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.target.Module;
import gpudyno.node.Activity;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Runs;
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

/// The node's load runs: the one in progress, and those in the store.
final class LoadRuns implements Runs, NodeModule {
    private static final int LISTED = 200;

    private final Store store;
    private final Recorder recorder;
    private final LoadPlans plans;
    private final MeterRegistry.Counter offered;
    private final Workplace workplace;
    private final LocalChanges changes;
    private final BiConsumer<Severity, String> say;
    /// The list of runs, newest first; guarded by itself.
    private final ArrayDeque<Run> listed = new ArrayDeque<>();
    private volatile @Nullable Current current;
    private volatile @Nullable Current last;

    /// @param ownNode whether it loads this node, not a server beside it
    private record Current(Run run, LoadWork work, boolean ownNode) implements Workplace.Work {
        @Override
        public Activity activity() {
            return new Activity(Activity.Kind.RUN, run.id(), work.progress(run.started()), run.scenario().name());
        }

        @Override
        public boolean turnsKnobs() {
            return false;
        }

        @Override
        public boolean loadsThisNode() {
            return ownNode;
        }

        @Override
        public void stop() {
            work.stop();
        }
    }

    LoadRuns(Store store, Recorder recorder, LoadPlans plans, MeterRegistry meters, Workplace workplace, LocalChanges changes,
            BiConsumer<Severity, String> say) {
        this.store = store;
        this.recorder = recorder;
        this.plans = plans;
        this.workplace = workplace;
        this.changes = changes;
        this.say = say;
        offered = meters.counter(Meters.OFFERED);
        changes.standing(PROGRESS, this::underWay);
        for (Run run : store.runs().newest(LISTED)) {
            Run known = run;
            if (run.ended() == null) {
                known = run.with(Instant.now(), null, "the node was stopped in the middle");
                store.runs().save(known);
            }
            listed.addLast(known.summary());
        }
    }

    @Override
    public String title() {
        return "Load testing";
    }

    @Override
    public long start(RunRequest request) {
        Scenario scenario = plans.shown(request);
        return workplace.begin(endpoint -> {
            LoadPlan plan = plans.plan(request, endpoint);
            boolean own = request.target() == null;
            // The node's meters describe the node itself, so load on another server is not counted in them.
            return start(own ? plan.onSecond(sample -> offered.add(sample.offered())) : plan, scenario, request, own);
        });
    }

    /// @param scenario as it is stored and shown
    /// @param plan its target, requests and observer
    private long start(LoadPlan plan, Scenario scenario, RunRequest request, boolean own) {
        Run run = store.runs().begin(Instant.now(), scenario, request.workload(), request.settings());
        list(run);
        LoadWork work;
        try {
            work = LoadWork.start(own ? plan.ofRun(run.id()) : plan);
        } catch (RuntimeException e) {
            keep(run.with(Instant.now(), null, String.valueOf(e.getMessage())));
            throw e;
        }
        Current started = new Current(run, work, own);
        current = started;
        last = started;
        workplace.take(started);
        say.accept(Severity.INFO, "Load run " + run.id() + " started: " + scenario.name());
        changes.tell(PROGRESS, run);
        Thread.ofVirtual().name("run-" + run.id()).start(() -> await(started));
        return run.id();
    }

    /// Sends the present state of the run to listeners.
    @Override
    public void accept(Frame frame) {
        Run now = underWay();
        if (now != null) {
            changes.tell(PROGRESS, now);
        }
    }

    private @Nullable Run underWay() {
        Current now = current;
        return now == null ? null : run(now.run.id()).map(Run::summary).orElse(null);
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
            // A run whose end fails must not count as running, or nothing else could start.
            keep(started.run.with(Instant.now(), null, String.valueOf(e.getMessage())));
            say.accept(Severity.WARNING, "Load run " + id + " failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            current = null;
            workplace.giveUp(started);
            changes.refresh();
        }
    }

    private void keep(Run ended) {
        list(ended);
        try {
            store.runs().save(ended);
        } catch (StoreException _) {
            // The recorder tries again and reports the problem.
            recorder.write(to -> to.runs().save(ended));
        }
        changes.tell(PROGRESS, ended.summary());
    }

    @Override
    public RunPlan plan(RunRequest request) {
        return plans.preview(request);
    }

    @Override
    public Optional<Run> run(long id) {
        Current now = current;
        if (now == null || now.run.id() != id) {
            return store.runs().run(id);
        }
        try {
            return Optional.of(now.work.soFar().map(report -> now.run.with(null, report, "")).orElse(now.run));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(now.run);
        }
    }

    @Override
    public Optional<RunTally> tally(long id) {
        Current known = last;
        if (known == null || known.run.id() != id) {
            return Optional.empty();
        }
        try {
            return known.work.tally();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Instant clock() {
        return Instant.now();
    }

    @Override
    public List<Run> list() {
        synchronized (listed) {
            return List.copyOf(listed);
        }
    }

    @Override
    public List<RunDifference> compare(long older, long newer) {
        return RunComparison.of(report(older), report(newer));
    }

    private RunReport report(long id) {
        return figures(kept(id));
    }

    private Run kept(long id) {
        return store.runs().run(id).orElseThrow(() -> new IllegalArgumentException("there is no run " + id));
    }

    private static RunReport figures(Run run) {
        if (run.report() == null) {
            throw new IllegalArgumentException("run " + run.id() + (run.ended() == null ? " is still on" : " has no figures"));
        }
        return run.report();
    }

    @Override
    public String document(long id, DocumentFormat format) {
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

    @Override
    public void stop(long id) {
        Current now = current;
        if (now != null && now.run.id() == id) {
            now.stop();
        } else {
            // Stopping an ended run does nothing; an id that never existed is reported as a mistake.
            kept(id);
        }
    }

    @Override
    public List<Readiness> readiness() {
        Optional<Run> reported;
        synchronized (listed) {
            reported = listed.stream().filter(run -> run.report() != null).findFirst();
        }
        return List.of(reported.map(run -> new Readiness(Module.LOAD_TESTING, State.WORKING, "load run " + run.id() + " is reported"))
                .orElse(new Readiness(Module.LOAD_TESTING, State.LEARNING, "no session or run yet")));
    }
}
