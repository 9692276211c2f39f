package gpudyno.node.local;

import gpudyno.gpu.HostMeters;
import gpudyno.load.LoadPlan;
import gpudyno.model.alert.Alert;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobState;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunPlan;
import gpudyno.model.load.RunRequest;
import gpudyno.model.load.Scenario;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.NodeInfo;
import gpudyno.model.node.Readiness;
import gpudyno.model.node.Recommendation;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.Activity;
import gpudyno.node.Alerting;
import gpudyno.node.Connection;
import gpudyno.node.CustomMeters;
import gpudyno.node.DocumentFormat;
import gpudyno.node.Node;
import gpudyno.node.Subscription;
import gpudyno.report.SessionKnobs;
import gpudyno.report.SessionMarkdown;
import gpudyno.report.SessionPage;
import gpudyno.serve.ModelServer;
import gpudyno.store.DataFolder;
import gpudyno.store.Json;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import gpudyno.tune.strategy.Strategies;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The node in this process. Constructed, it serves, measures and records; closed, it has stopped everything it started.
public final class LocalNode implements Node {
    private static final String TARGETS = "targets";
    private static final int EVENTS = 200;

    private final MeterRegistry meters = new MeterRegistry();
    private final KnobRegistry knobs = new KnobRegistry();
    private final DataFolder folder;
    private final Store store;
    private final ModelServer server;
    private final Recorder recorder;
    private final FrameLog frames;
    private final LoadRuns runs;
    private final LoadPlans plans;
    private final TuningSessions sessions;
    private final OwnMeters ownMeters;
    private final Watching watching;
    private final FrameClock clock;
    private final MeterRegistry.Counter offeredMeter = meters.counter(Meters.OFFERED);
    private final Instant started = Instant.now();
    private final String name;
    private final String hardware = HostMeters.hardware();
    private volatile @Nullable URI address;
    private volatile @Nullable Runnable focus;

    private final AtomicBoolean closed = new AtomicBoolean();
    /// Held while something that needs the node to itself begins, or knobs are turned.
    private final Object work = new Object();

    /// Starts the engines. What an earlier process left unfinished is rolled back first.
    ///
    /// @throws gpudyno.store.StoreException if the data folder cannot be used
    /// @throws gpudyno.serve.backend.BackendUnavailableException if the model cannot run here
    public LocalNode(java.nio.file.Path dataFolder, String name) {
        this.name = name;
        folder = DataFolder.open(dataFolder);
        store = Store.open(folder);
        server = new ModelServer(meters, knobs, dataFolder.resolve("native"));
        recorder = new Recorder(store);
        frames = new FrameLog(store, recorder);
        sessions = new TuningSessions(store, recorder, knobs, server, frames, this::say);
        knobs.beforeChange(this::journal);
        store.setAside().ifPresent(message -> say(Severity.WARNING, message));
        restoreKnobs();
        runs = new LoadRuns(store, recorder, this::say);
        plans = new LoadPlans(server.modelName(), dataFolder);
        ownMeters = new OwnMeters(dataFolder, meters, store, this::say);
        watching = new Watching(name, dataFolder, store, meters, frames::between, this::say);
        clock = new FrameClock(meters, new HostMeters(meters), this::accept, problem -> say(Severity.WARNING, problem));
    }

    /// A change is journalled before it takes effect. During a session the store holds where the knobs stood before it already, so a disk that
    /// fills up must not keep the session from putting them back.
    private void journal(KnobChange change) {
        Instant now = Instant.now();
        try {
            store.journal(now, change);
        } catch (StoreException e) {
            if (!sessions.busy()) {
                throw e;
            }
            recorder.write(to -> to.journal(now, change));
        }
    }

    /// Puts the knobs where they were last left; or, when a session died in the middle, where they stood before it.
    private void restoreKnobs() {
        Configuration last = known(store.lastKnobs());
        List<Store.Unfinished> unfinished = store.unfinishedSessions();
        if (unfinished.isEmpty()) {
            knobs.turn(last.values(), "start");
            return;
        }
        for (Store.Unfinished dead : unfinished) {
            knobs.turn(known(dead.knobsBefore()).values(), "rollback");
            SessionReport report = dead.report();
            String line = "Session " + report.id() + " was cut off in the middle (" + report.trials().size()
                    + " trials are kept); the knobs are back where they stood before it. It can be resumed.";
            store.saveSession(report.rolledBack(line, Instant.now()));
            say(Severity.WARNING, line);
        }
    }

    /// Those values whose knob still exists and takes them.
    private Configuration known(Configuration stored) {
        Configuration kept = Configuration.EMPTY;
        for (Map.Entry<String, Object> entry : stored.values().entrySet()) {
            try {
                kept = kept.with(knobs.check(Map.of(entry.getKey(), entry.getValue())));
            } catch (IllegalArgumentException e) {
                say(Severity.WARNING, "A stored knob value was left out: " + e.getMessage());
            }
        }
        return kept;
    }

    private void say(Severity severity, String text) {
        Event event = new Event(Instant.now(), severity, text);
        try {
            store.addEvent(event);
        } catch (StoreException _) {
            // The recorder tries again, and its problem is shown.
            recorder.write(to -> to.addEvent(event));
        }
    }

    private void accept(Frame frame) {
        frames.accept(frame);
        ownMeters.accept(frame);
        watching.accept(frame);
    }

    /// The model's gateway, for the server.
    public ModelServer modelServer() {
        return server;
    }

    /// Everything as Prometheus wants it.
    public Map<Series, Reading> totals() {
        return meters.totals();
    }

    /// Sends every meter to an OpenTelemetry collector from now on.
    ///
    /// @throws IllegalArgumentException if that is no http or https address
    public void exportTo(URI collector) {
        ownMeters.exportTo(collector, name, version(), started);
    }

    public DataFolder dataFolder() {
        return folder;
    }

    /// Where the node's own listener answers; sessions and runs load it there.
    public void listeningAt(URI listening) {
        address = listening;
        folder.listeningAt(listening);
    }

    /// What brings the window of this process to the front; called from any thread.
    public void onFocus(Runnable toFront) {
        focus = toFront;
    }

    /// Brings this process's window to the front.
    ///
    /// @return whether there is one
    public boolean focusConsole() {
        Runnable toFront = focus;
        if (toFront != null) {
            toFront.run();
        }
        return toFront != null;
    }

    @Override
    public NodeInfo info() {
        URI at = address;
        return new NodeInfo(name, version(), started, hardware, List.of(), server.modelName() + " int8", "ONNX Runtime, CPU",
                at == null ? null : at.toString(),
                HostMeters.MEMORY_BUDGET_BYTES, ProcessHandle.current().pid());
    }

    /// The version of this build.
    public static String version() {
        Properties properties = new Properties();
        try (InputStream stream = LocalNode.class.getResourceAsStream("/gpudyno/version.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public Connection connection() {
        return Connection.CONNECTED;
    }

    @Override
    public Duration roundTrip() {
        return Duration.ZERO;
    }

    @Override
    public Subscription subscribe(long afterSequence, Consumer<Frame> consumer) {
        return frames.subscribe(afterSequence, consumer);
    }

    @Override
    public List<Frame> history(Instant from, Instant to, Duration resolution) {
        return frames.between(from, to, resolution);
    }

    @Override
    public List<Meter> meters() {
        return List.copyOf(meters.meters());
    }

    @Override
    public List<KnobState> knobs() {
        return knobs.states();
    }

    @Override
    public KnobChange turn(Map<String, ?> wanted, String by) {
        synchronized (work) {
            if (sessions.turnsKnobs()) {
                throw new IllegalStateException("a session is turning the knobs; stop it first");
            }
            KnobChange change = knobs.turn(wanted, by);
            if (!change.after().values().isEmpty()) {
                say(Severity.INFO, "Turned by " + by + ": " + change.after());
            }
            return change;
        }
    }

    // Sessions

    @Override
    public long startSession(SessionRequest request) {
        Profiles.byId(request.targets());
        if (!Strategies.NAMES.contains(request.strategy())) {
            throw new IllegalArgumentException(
                    "there is no strategy '" + request.strategy() + "'; there are " + String.join(", ", Strategies.NAMES));
        }
        checkHeld(request.held());
        synchronized (work) {
            return sessions.start(idleEndpoint(), request);
        }
    }

    private void checkHeld(List<String> held) {
        List<String> searched = knobs().stream().map(KnobState::knob).filter(Knob::searched).map(Knob::id).toList();
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

    private URI idleEndpoint() {
        if (sessions.busy()) {
            throw new IllegalStateException("a session is running already; only one runs at a time");
        }
        if (runs.busy()) {
            throw new IllegalStateException("a load run is running; stop it first");
        }
        URI at = address;
        if (at == null) {
            throw new IllegalStateException("this node does not listen, so nothing can load it");
        }
        return at.resolve("/v1/embeddings");
    }

    @Override
    public void resumeSession(long id) {
        SessionReport report = sessions.existing(id);
        if (!report.canResume()) {
            throw new IllegalStateException("session " + id + " cannot be resumed: "
                    + (report.phase().isEnd() ? "it came to its own end, or its request was not kept" : "it is running"));
        }
        synchronized (work) {
            sessions.resume(idleEndpoint(), report);
        }
    }

    @Override
    public List<SessionReport> sessions() {
        return sessions.all();
    }

    @Override
    public Optional<SessionReport> session(long id) {
        return sessions.session(id);
    }

    @Override
    public String sessionDocument(long id, DocumentFormat format) {
        SessionReport report = sessions.existing(id);
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
    public void stopSession(long id) {
        sessions.stop(id);
    }

    @Override
    public KnobChange applyBest(long id) {
        return sessions.applyBest(id, (knobs, by) -> turn(known(knobs).values(), by));
    }

    @Override
    public KnobChange rollBack(long id) {
        return sessions.rollBack(id, (knobs, by) -> turn(known(knobs).values(), by));
    }

    // Runs

    @Override
    public long startRun(RunRequest request) {
        Scenario scenario = plans.shown(request);
        synchronized (work) {
            LoadPlan plan = plans.plan(request, idleEndpoint());
            // A server beside the node is not what the node's own meters tell of.
            return runs.start(request.target() == null ? plan.onSecond(sample -> offeredMeter.add(sample.offered())) : plan, scenario,
                    request);
        }
    }

    @Override
    public RunPlan planRun(RunRequest request) {
        return plans.preview(request);
    }

    @Override
    public String runDocument(long id, DocumentFormat format) {
        return runs.document(id, format);
    }

    @Override
    public List<RunDifference> compareRuns(long older, long newer) {
        return runs.compare(older, newer);
    }

    @Override
    public List<Run> runs() {
        return runs.all();
    }

    @Override
    public Optional<Run> run(long id) {
        return runs.run(id);
    }

    @Override
    public void stopRun(long id) {
        runs.stop(id);
    }

    @Override
    public Optional<Activity> activity() {
        return sessions.activity().or(runs::activity);
    }

    // What it says of itself

    @Override
    public List<Event> events() {
        return store.events(EVENTS);
    }

    @Override
    public List<Alert> alerts() {
        return watching.loud();
    }

    @Override
    public CustomMeters customMeters() {
        return ownMeters;
    }

    @Override
    public Alerting alerting() {
        return watching;
    }

    @Override
    public List<Recommendation> recommendations() {
        return Recommendations.of(store.sessions(1), knobs.current());
    }

    @Override
    public List<Readiness> readiness() {
        return ModuleReadiness.of(frames.liveFrames(), recorder, knobs.current(), store.sessions(1), store.runs(1), watching.readiness(),
                ownMeters.readiness());
    }

    @Override
    public String targets() {
        return store.setting(TARGETS).orElse(Profiles.OPTION_2.id());
    }

    @Override
    public void setTargets(String profile) {
        store.setSetting(TARGETS, Profiles.byId(profile).id());
    }

    /// Ends what loads the node; a session puts its knobs back.
    public void stopActivity() {
        sessions.stop();
        runs.stop();
    }

    /// Ends what runs, then the engines, then the store.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        stopActivity();
        clock.close();
        watching.close();
        ownMeters.close();
        frames.close();
        server.close();
        recorder.close();
        store.close();
        folder.close();
    }
}
