package gpudyno.node.local;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.load.Workload;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.Activity;
import gpudyno.serve.ModelServer;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import gpudyno.tune.Session;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The node's tuning sessions: the one that is on, and those kept in the store.
final class TuningSessions {
    private static final String BY_REQUEST = "by request";
    private static final int LISTED = 100;
    private static final Map<String, Double> WARM_UP = Map.of("draws", (double) ServingSubject.WARMUP_DRAWS);

    private final Store store;
    private final Recorder recorder;
    private final KnobRegistry knobs;
    private final ModelServer server;
    private final FrameLog frames;
    private final BiConsumer<Severity, String> say;
    private volatile @Nullable Thread thread;
    private volatile @Nullable SessionReport running;
    /// How a session ended that the store has not taken yet; what the store has of it is older.
    private volatile @Nullable SessionReport unstored;

    TuningSessions(Store store, Recorder recorder, KnobRegistry knobs, ModelServer server, FrameLog frames,
            BiConsumer<Severity, String> say) {
        this.store = store;
        this.recorder = recorder;
        this.knobs = knobs;
        this.server = server;
        this.frames = frames;
        this.say = say;
    }

    /// Whether a session's thread lives.
    boolean busy() {
        return thread != null;
    }

    /// Whether a session may still turn knobs: not once its report has ended.
    boolean turnsKnobs() {
        SessionReport now = running;
        return busy() && now != null && !now.phase().isEnd();
    }

    /// Starts a session; the caller sees to it that none is on.
    long start(URI endpoint, SessionRequest request) {
        long id = store.beginSession(knobs.current());
        Session session = new Session(id, request, subject(endpoint, request, id), ModelServer.STOCK, WARM_UP,
                notes(request, knobs.current()), this::record);
        record(new SessionReport(id, request.targets(), Phase.PREPARING, 0, "Preparing", Instant.now(), null, null, request.workload(),
                null, null, null, null, null, false, List.of(), Map.of(), Map.of(), List.of(), request, null));
        say.accept(Severity.INFO, "Session " + id + " started: " + request.targets() + ", " + request.budget().toSeconds() + " s");
        begin(session, id);
        return id;
    }

    /// Goes on with a session that was cut off, from its trials; the caller sees to it that none is on.
    void resume(URI endpoint, SessionReport earlier) {
        SessionRequest request = java.util.Objects.requireNonNull(earlier.request());
        store.setKnobsBefore(earlier.id(), knobs.current());
        Session session = new Session(earlier, request, subject(endpoint, request, earlier.id()), ModelServer.STOCK, WARM_UP,
                notes(request, knobs.current()), this::record);
        record(earlier.goingOn());
        say.accept(Severity.INFO, "Session " + earlier.id() + " resumed after " + earlier.trials().size() + " trials");
        begin(session, earlier.id());
    }

    private ServingSubject subject(URI endpoint, SessionRequest request, long id) {
        return new ServingSubject(knobs, server, frames::live, endpoint, request.workload(), "session " + id);
    }

    private void begin(Session session, long id) {
        Thread started = Thread.ofPlatform().name("session-" + id).daemon().unstarted(() -> run(session, id));
        thread = started;
        started.start();
    }

    private void run(Session session, long id) {
        try {
            session.run();
            SessionReport end = running;
            say.accept(Severity.INFO, "Session " + id + " ended: " + (end == null ? "" : end.message()));
        } finally {
            thread = null;
            running = null;
        }
    }

    /// Records what became of an ended session later; another may be on.
    private void recordLater(SessionReport report) {
        store.saveSession(report);
        SessionReport later = unstored;
        if (later != null && later.id() == report.id()) {
            unstored = null;
        }
    }

    private void record(SessionReport report) {
        if (!report.phase().isEnd()) {
            // A session that cannot be recorded ends, and puts its knobs back; one whose first record is refused never was on.
            store.saveSession(report);
            running = report;
            return;
        }
        running = report;
        try {
            store.saveSession(report);
        } catch (StoreException e) {
            unstored = report;
            recorder.write(to -> {
                to.saveSession(report);
                unstored = null;
            });
        }
    }

    private static List<String> notes(SessionRequest request, Configuration now) {
        Workload workload = request.workload();
        List<String> notes = new ArrayList<>(List.of(
                String.format(Locale.ROOT, "Workload: %d distinct sentences, Zipf exponent %.2f, seed %d.", workload.distinctPrompts(),
                        workload.zipf(), workload.seed()),
                String.format(Locale.ROOT,
                        "Every trial starts with the same cache: emptied, then %,d draws of earlier traffic put in (left empty with the cache off).",
                        ServingSubject.WARMUP_DRAWS),
                "Load and node share this machine's cores; latency is counted from the intended send time.",
                "Memory is the process's resident set against 2 GiB (host), generator and console included."));
        if (!request.held().isEmpty()) {
            notes.add("Left where they stand, in the baseline too: " + request.held().stream().map(id -> id + " = " + now.get(id))
                    .collect(Collectors.joining(", ")) + ".");
        }
        return notes;
    }

    /// Newest first.
    List<SessionReport> all() {
        return store.sessions(LISTED).stream().map(this::latest).toList();
    }

    Optional<SessionReport> session(long id) {
        SessionReport now = running;
        return now != null && now.id() == id ? Optional.of(now) : store.session(id).map(this::latest);
    }

    private SessionReport latest(SessionReport stored) {
        SessionReport later = unstored;
        return later != null && later.id() == stored.id() ? later : stored;
    }

    /// @throws IllegalArgumentException if there is none of that id
    SessionReport existing(long id) {
        return session(id).orElseThrow(() -> new IllegalArgumentException("there is no session " + id));
    }

    /// Applies the best of an ended session and records that in it.
    ///
    /// @param turn turns knobs, given who does
    /// @throws IllegalStateException if it has no verified best
    KnobChange applyBest(long id, BiFunction<Configuration, String, KnobChange> turn) {
        SessionReport report = existing(id);
        if (!report.phase().isEnd() || report.best() == null || report.verdict() != SessionReport.Verdict.BETTER) {
            throw new IllegalStateException("session " + id + " has no verified best to apply");
        }
        KnobChange change = turn.apply(report.best().knobs(), "session " + id + " applied");
        recordLater(report.withApplied(true, Instant.now(), BY_REQUEST));
        return change;
    }

    /// Puts the knobs back to where they stood before a session and records that in it, if its best was applied.
    ///
    /// @param turn turns knobs, given who does
    KnobChange rollBack(long id, BiFunction<Configuration, String, KnobChange> turn) {
        SessionReport report = existing(id);
        Configuration before = store.knobsBefore(id).orElseThrow(() -> new IllegalArgumentException("there is no session " + id));
        KnobChange change = turn.apply(before, "rollback of session " + id);
        if (report.applied()) {
            recordLater(report.withApplied(false, Instant.now(), BY_REQUEST));
        }
        return change;
    }

    /// Stops a session, if it is on, and waits until it has put the knobs back.
    void stop(long id) {
        Thread of = thread;
        SessionReport now = running;
        if (of == null || now == null || now.id() != id) {
            return;
        }
        of.interrupt();
        try {
            of.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops whichever session is on.
    void stop() {
        SessionReport now = running;
        if (now != null) {
            stop(now.id());
        }
    }

    Optional<Activity> activity() {
        SessionReport now = running;
        return now == null
                ? Optional.empty()
                : Optional.of(new Activity(Activity.Kind.SESSION, now.id(), now.progress(), now.message()));
    }
}
