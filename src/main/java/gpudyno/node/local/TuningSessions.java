package gpudyno.node.local;

import gpudyno.foresight.Pilot;
import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobOutcome;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Readiness.State;
import gpudyno.model.node.Recommendation;
import gpudyno.model.target.Module;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.model.tune.Trial;
import gpudyno.node.Activity;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Journal;
import gpudyno.node.Sessions;
import gpudyno.report.SessionKnobs;
import gpudyno.report.SessionMarkdown;
import gpudyno.report.SessionPage;
import gpudyno.serve.ModelServer;
import gpudyno.store.Json;
import gpudyno.store.SessionTable;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import gpudyno.tune.Session;
import gpudyno.tune.strategy.Strategies;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The node's tuning sessions: the one in progress, and those in the store.
final class TuningSessions implements Sessions, NodeModule {
    private static final String BY_REQUEST = "by request";
    private static final int LISTED = 100;
    private static final Map<String, Double> WARM_UP = Map.of("draws", (double) ServingSubject.WARMUP_DRAWS);

    /// The operations on the node's knobs that a session needs.
    interface Knobs {
        KnobChange turn(Map<String, ?> wanted, String by);

        /// The values whose knob still exists and still accepts them.
        Configuration known(Configuration stored);
    }

    private final Store store;
    private final Recorder recorder;
    private final KnobRegistry registry;
    private final Knobs knobs;
    private final ModelServer server;
    private final BiFunction<Instant, Instant, List<Frame>> frames;
    private final Workplace workplace;
    private final LocalChanges changes;
    private final Supplier<CostBasis> costBasis;
    private final BiConsumer<Severity, String> say;
    private volatile @Nullable Running running;
    /// The final state of a session that could not be written to the store yet; the store has an older state.
    private volatile @Nullable SessionReport unstored;
    /// The newest session's report, from which recommendations are made; null if there is none.
    private volatile @Nullable SessionReport newest;

    TuningSessions(Store store, Recorder recorder, KnobRegistry registry, Knobs knobs, ModelServer server,
            BiFunction<Instant, Instant, List<Frame>> frames,
            Workplace workplace, LocalChanges changes, Supplier<CostBasis> costBasis, BiConsumer<Severity, String> say) {
        this.store = store;
        this.recorder = recorder;
        this.registry = registry;
        this.knobs = knobs;
        this.server = server;
        this.frames = frames;
        this.workplace = workplace;
        this.changes = changes;
        this.costBasis = costBasis;
        this.say = say;
        newest = store.sessions().newest().orElse(null);
        changes.standing(PROGRESS, () -> {
            Running on = running;
            return on == null ? null : progress(on.report, on.report.trials(), true);
        });
    }

    /// A session in progress.
    private final class Running implements Workplace.Work {
        private final Thread thread;
        private volatile SessionReport report;

        Running(SessionReport begun, Session session) {
            report = begun;
            thread = Thread.ofPlatform().name("session-" + begun.id()).daemon().unstarted(() -> run(session, this));
        }

        @Override
        public Activity activity() {
            return new Activity(Activity.Kind.SESSION, report.id(), report.progress(), report.message());
        }

        /// False once its report says that it has ended.
        @Override
        public boolean turnsKnobs() {
            return !report.phase().isEnd();
        }

        @Override
        public boolean loadsThisNode() {
            return true;
        }

        @Override
        public void stop() {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String title() {
        return "Sessions";
    }

    /// Rolls back sessions that were running when an earlier process was killed, and says so.
    ///
    /// @return whether there were any
    boolean rollBackCutOff() {
        List<SessionTable.Unfinished> unfinished = store.sessions().unfinished();
        for (SessionTable.Unfinished dead : unfinished) {
            String knobsNow = putBack(dead);
            String line = "Session " + dead.id() + " was cut off in the middle (" + dead.report()
                    .map(report -> report.trials().size() + " trials are kept); " + knobsNow + ". It can be resumed.")
                    .orElse("its record cannot be read); " + knobsNow + ".");
            dead.report().ifPresentOrElse(report -> store.sessions().save(report.rolledBack(line, Instant.now())),
                    () -> store.sessions().end(dead.id()));
            say.accept(Severity.WARNING, line);
        }
        newest = store.sessions().newest().orElse(null);
        return !unfinished.isEmpty();
    }

    /// Restores the knobs to their values before a session and writes all of them to the journal. That includes knobs that a new process
    /// already has at that value, because the journal's latest entry for them is still the session's.
    ///
    /// @return the knob values, as text for people
    private String putBack(SessionTable.Unfinished dead) {
        // If those values cannot be read, the journal's entries from everybody except the session are used.
        Configuration before = knobs.known(dead.knobsBefore().orElseGet(() -> store.knobs().lastWithout(session(dead.id()))));
        try {
            registry.turn(before.values(), "rollback");
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            return "the knobs could not be put back where they stood before it (" + e.getMessage() + ")";
        }
        store.knobs().add(Instant.now(), new KnobChange(Configuration.EMPTY, before, "rollback"), KnobOutcome.MADE);
        return "the knobs are back where they stood before it";
    }

    /// The configurations that the newest session has verified: its baseline and its best, where that was better and is still possible.
    List<Pilot.Verified> verified() {
        SessionReport report = newest;
        if (report == null || report.verdict() != SessionReport.Verdict.BETTER) {
            return List.of();
        }
        List<Pilot.Verified> all = new ArrayList<>();
        for (SessionReport.Column column : Arrays.asList(report.baseline(), report.best())) {
            if (column != null && column.heldRate() != null) {
                all.add(new Pilot.Verified(registry.taken(column.knobs(), _ -> {}), column.heldRate(),
                        column.meters().get(DerivedMeters.LATENCY_P95)));
            }
        }
        return all;
    }

    @Override
    public long start(SessionRequest request) {
        Profiles.byId(request.targets());
        if (!Strategies.NAMES.contains(request.strategy())) {
            throw new IllegalArgumentException(
                    "there is no strategy '" + request.strategy() + "'; there are " + String.join(", ", Strategies.NAMES));
        }
        checkHeld(request.held());
        CostBasis cost = costBasis.get();
        checkGoal(request.goal(), cost);
        return workplace.begin(endpoint -> start(endpoint, request, cost));
    }

    static void checkGoal(Goal goal, CostBasis cost) {
        if (goal == Goal.COST && cost.isEmpty()) {
            throw new IllegalArgumentException("goal cost: this node knows neither a price nor its power. Declare on the Cost page, or with"
                    + " PUT /api/cost/prices, the price of a device's hour (deviceHour) or the power it draws (watts)");
        }
    }

    private void checkHeld(List<String> held) {
        List<String> searched = registry.knobs().stream().filter(Knob::searched).map(Knob::id).toList();
        for (String id : held) {
            if (!searched.contains(id)) {
                throw new IllegalArgumentException(
                        "'" + id + "' is no knob that a session searches; it searches " + String.join(", ", searched));
            }
        }
        if (held.containsAll(searched)) {
            throw new IllegalArgumentException("all " + searched.size() + " knobs are held: nothing is left to search");
        }
    }

    private long start(URI endpoint, SessionRequest request, CostBasis cost) {
        long id = store.sessions().begin(registry.current());
        Session session = new Session(id, request, subject(endpoint, request, id, cost), WARM_UP,
                notes(request, registry.current(), cost), this::record);
        begin(SessionReport.builder(id, request.targets(), Instant.now()).request(request).cost(cost).phase(Phase.PREPARING, "Preparing")
                .build(),
                session,
                "Session " + id + " started: " + request.targets() + ", " + request.budget().toSeconds() + " s");
        return id;
    }

    @Override
    public void resume(long id) {
        SessionReport earlier = existing(id);
        if (!earlier.canResume()) {
            throw new IllegalStateException("session " + id + " cannot be resumed: "
                    + (earlier.phase().isEnd() ? "it came to its own end, or its request was not kept" : "it is running"));
        }
        workplace.begin(endpoint -> {
            resume(endpoint, earlier);
            return id;
        });
    }

    private void resume(URI endpoint, SessionReport earlier) {
        SessionRequest request = Objects.requireNonNull(earlier.request());
        store.sessions().setKnobsBefore(earlier.id(), registry.current());
        // By the prices it began with: its trials are compared with each other.
        CostBasis cost = Objects.requireNonNullElse(earlier.cost(), CostBasis.NONE);
        Session session = new Session(earlier, request, subject(endpoint, request, earlier.id(), cost), WARM_UP,
                notes(request, registry.current(), cost), this::record);
        begin(earlier.goingOn(), session, "Session " + earlier.id() + " resumed after " + earlier.trials().size() + " trials");
    }

    /// The name in the journal for changes of knobs by a session.
    private static String session(long id) {
        return "session " + id;
    }

    private ServingSubject subject(URI endpoint, SessionRequest request, long id, CostBasis cost) {
        return new ServingSubject(registry, server, frames, endpoint, request.workload(), session(id), cost);
    }

    /// A session does not start if its first record cannot be written to the store.
    private void begin(SessionReport first, Session session, String line) {
        store.sessions().save(first);
        Running begun = new Running(first, session);
        running = begun;
        newest = first;
        workplace.take(begun);
        say.accept(Severity.INFO, line);
        tell(first, first.trials(), true);
        begun.thread.start();
    }

    private void run(Session session, Running begun) {
        try {
            session.run();
            if (begun.report.applied()) {
                recorder.write(_ -> replaceOthers(begun.report.id()));
            }
            say.accept(Severity.INFO, "Session " + begun.report.id() + ": " + begun.report.message());
        } finally {
            running = null;
            workplace.giveUp(begun);
            changes.refresh();
        }
    }

    private void record(SessionReport report) {
        Running now = Objects.requireNonNull(running, "a session records only while it is on");
        List<Trial> known = now.report.trials();
        now.report = report;
        newest = report;
        tell(report, report.trials().stream().filter(trial -> !known.contains(trial)).toList(), false);
        try {
            store.sessions().save(report);
        } catch (StoreException e) {
            if (!report.phase().isEnd()) {
                // A session that can no longer be recorded ends and restores its knobs.
                throw e;
            }
            unstored = report;
            recorder.write(to -> {
                to.sessions().save(report);
                unstored = null;
            });
        }
    }

    private void tell(SessionReport report, List<Trial> trials, boolean whole) {
        changes.tell(PROGRESS, progress(report, trials, whole));
        changes.refresh(Journal.ACTIVITY);
    }

    private static Progress progress(SessionReport report, List<Trial> trials, boolean whole) {
        return new Progress(report.withoutTrials(), trials, whole);
    }

    private static List<String> notes(SessionRequest request, Configuration now, CostBasis cost) {
        Workload workload = request.workload();
        List<String> notes = new ArrayList<>(List.of(
                String.format(Locale.ROOT, "Workload: %d distinct sentences, Zipf exponent %.2f, seed %d.", workload.distinctPrompts(),
                        workload.zipf(), workload.seed()),
                String.format(Locale.ROOT,
                        "Every trial starts with the same cache: emptied, then %,d draws of earlier traffic put in (left empty with the cache off).",
                        ServingSubject.WARMUP_DRAWS),
                "Load and node share this machine's cores; latency is counted from the intended send time.",
                "Memory is the process's resident set against 2 GiB (host), generator and console included."));
        if (!cost.isEmpty()) {
            notes.add(words(cost));
        }
        if (!request.held().isEmpty()) {
            notes.add("Left where they stand, in the baseline too: " + request.held().stream().map(id -> id + " = " + now.get(id))
                    .collect(Collectors.joining(", ")) + ".");
        }
        return notes;
    }

    private static String words(CostBasis cost) {
        List<String> parts = new ArrayList<>();
        if (cost.perHour() != null) {
            parts.add(String.format(Locale.ROOT, "%.4g %s an hour of the machine", cost.perHour(), cost.currency()));
        }
        if (cost.perKwh() != null) {
            parts.add(String.format(Locale.ROOT, "%.4g %s a kWh", cost.perKwh(), cost.currency()));
        }
        return "Cost is that of 1,000 correct answers at the measured throughput: "
                + (parts.isEmpty() ? "no price is known" : String.join(" and ", parts) + " (" + cost.source() + ")")
                + (cost.energy() == EnergySource.UNKNOWN ? "; its energy is unknown." : "; energy by " + cost.energy().words() + ".");
    }

    @Override
    public List<SessionSummary> list() {
        return store.sessions().summaries(LISTED).stream().map(this::latest).toList();
    }

    /// Whole, newest first.
    List<SessionReport> newest(int most) {
        return store.sessions().summaries(most).stream().flatMap(summary -> report(summary.id()).stream()).toList();
    }

    @Override
    public Optional<SessionReport> report(long id) {
        SessionReport later = laterThanStored(id);
        return later != null ? Optional.of(later) : store.sessions().report(id);
    }

    /// What is known of a session beyond the store: it runs now, or the store did not take its end.
    private @Nullable SessionReport laterThanStored(long id) {
        Running now = running;
        if (now != null && now.report.id() == id) {
            return now.report;
        }
        SessionReport end = unstored;
        return end != null && end.id() == id ? end : null;
    }

    private SessionSummary latest(SessionSummary stored) {
        SessionReport later = laterThanStored(stored.id());
        return later != null ? SessionSummary.of(later) : stored;
    }

    private SessionReport existing(long id) {
        return report(id).orElseThrow(() -> new IllegalArgumentException("there is no session " + id));
    }

    @Override
    public String document(long id, DocumentFormat format) {
        SessionReport report = existing(id);
        return switch (format) {
            case HTML -> SessionPage.of(report);
            case JSON -> Json.pretty(report);
            case MARKDOWN -> SessionMarkdown.of(report);
            case KNOBS -> SessionKnobs.yaml(report);
            case ARGUMENTS -> SessionKnobs.arguments(report);
            case ENVIRONMENT -> SessionKnobs.environment(report);
        };
    }

    @Override
    public void stop(long id) {
        Running now = running;
        if (now != null && now.report.id() == id) {
            now.stop();
        } else {
            // Stopping an ended session does nothing; an id that never existed is reported as a mistake.
            existing(id);
        }
    }

    @Override
    public KnobChange applyBest(long id) {
        SessionReport report = existing(id);
        Column best = report.best();
        if (!report.phase().isEnd() || best == null || report.verdict() != SessionReport.Verdict.BETTER) {
            throw new IllegalStateException("session " + id + " has no verified best to apply");
        }
        KnobChange change = knobs.turn(knobs.known(best.knobs()).values(), "the best of session " + id);
        recordLater(report.withApplied(true, Instant.now(), BY_REQUEST));
        replaceOthers(id);
        return change;
    }

    @Override
    public KnobChange rollBack(long id) {
        SessionReport report = existing(id);
        Configuration before = store.sessions().knobsBefore(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no session " + id));
        KnobChange change = knobs.turn(knobs.known(before).values(), "roll-back of session " + id);
        if (report.applied()) {
            recordLater(report.withApplied(false, Instant.now(), BY_REQUEST));
        }
        return change;
    }

    /// Once this session's best is applied, another session's best no longer counts as applied.
    private void replaceOthers(long applied) {
        for (SessionSummary other : store.sessions().summaries(LISTED)) {
            if (other.applied() && other.id() != applied) {
                store.sessions().report(other.id()).ifPresent(report -> recordLater(report.replacedBy(applied, Instant.now())));
            }
        }
    }

    /// Records a later change of an ended session; another session may be running.
    private void recordLater(SessionReport report) {
        store.sessions().save(report);
        SessionReport later = unstored;
        if (later != null && later.id() == report.id()) {
            unstored = null;
        }
        SessionReport last = newest;
        if (last != null && last.id() == report.id()) {
            newest = report;
        }
        changes.tell(PROGRESS, progress(report, report.trials(), true));
        changes.refresh();
    }

    /// Recommendations from the node's own measurements.
    List<Recommendation> recommendations() {
        SessionReport last = newest;
        return Recommendations.of(last == null ? List.of() : List.of(last), registry);
    }

    @Override
    public List<Readiness> readiness() {
        SessionReport last = newest;
        return last == null
                ? List.of()
                : List.of(new Readiness(Module.LOAD_TESTING, State.WORKING,
                        "session " + last.id() + ", " + last.trials().size() + " trials"));
    }
}
