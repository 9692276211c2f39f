package gpudyno.node.local;

import gpudyno.cache.shared.SharedSettings;
import gpudyno.exposition.OtlpExport;
import gpudyno.foresight.Pilot;
import gpudyno.gpu.GpuFindings;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.HostMeters;
import gpudyno.model.alert.Alert;
import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.Prices;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.knob.KnobState;
import gpudyno.model.machine.Finding;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.net.Address;
import gpudyno.model.net.Pairing;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.NodeInfo;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.model.trace.Trace;
import gpudyno.model.tune.SessionReport;
import gpudyno.node.Alerting;
import gpudyno.node.Caching;
import gpudyno.node.Capabilities;
import gpudyno.node.Changes;
import gpudyno.node.Connection;
import gpudyno.node.Costs;
import gpudyno.node.CustomMeters;
import gpudyno.node.Foresight;
import gpudyno.node.Frames;
import gpudyno.node.Gpus;
import gpudyno.node.Journal;
import gpudyno.node.Knobs;
import gpudyno.node.MemoryCare;
import gpudyno.node.Node;
import gpudyno.node.ProgramVersion;
import gpudyno.node.Runs;
import gpudyno.node.Sessions;
import gpudyno.node.Surroundings;
import gpudyno.node.Traces;
import gpudyno.serve.ModelServer;
import gpudyno.serve.UpstreamSettings;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The node in this process: modules over one registry of meters, one of knobs, and one store. Once constructed, it serves, measures and
/// records. Closing it stops everything that it has started.
public final class LocalNode implements Node {
    private static final int PRICED_SESSIONS = 10;
    /// The latest frames tell whether power is measured.
    private static final Duration PRICED_FRAMES = Duration.ofSeconds(5);

    private final MeterRegistry meters = new MeterRegistry();
    private final KnobRegistry registry = new KnobRegistry();
    private final DataFolder folder;
    private final Store store;
    private final Recorder recorder;
    private final LocalChanges changes = new LocalChanges();
    private final Workplace workplace = new Workplace();
    private final EventLog events;
    private volatile @Nullable URI reachedAt;
    private volatile Map<String, String> labels = Map.of();
    private final ModelServer server;
    private final NodeModules modules;
    private final FrameLog frames;
    private final LocalKnobs knobs;
    private final TuningSessions sessions;
    private final LoadRuns runs;
    private final OwnMeters ownMeters;
    private final LoadPlans loadPlans;
    private final LocalGpus gpus;
    private final LocalMemory memory;
    private final LocalTraces traces;
    private final CacheWarmUp warmUp;
    private final LocalCache cache;
    private final Watching watching;
    private final LocalForesight foresight;
    private final LocalCosts cost;
    private final LocalJournal journal;
    private final Surroundings surroundings;
    private final FrameClock clock;
    private final Instant started = Instant.now();
    private final String name;
    private final String modelTitle;
    private final String hardware = HostMeters.hardware();
    private volatile @Nullable Consumer<Optional<Pairing>> focus;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// Starts the engines. Changes that an earlier process left unfinished are rolled back first.
    ///
    /// @throws gpudyno.store.StoreException if the data folder cannot be used
    /// @throws gpudyno.serve.backend.BackendUnavailableException if the model cannot run here
    public LocalNode(Path dataFolder, String name) {
        this(dataFolder, name, ModelFiles.builtIn());
    }

    /// The same, with another model to serve.
    public LocalNode(Path dataFolder, String name, ModelFiles model) {
        this(DataFolder.open(dataFolder), name, model);
    }

    /// Likewise, in a folder that is taken already; it is the node's from now on.
    public LocalNode(DataFolder taken, String name, ModelFiles model) {
        this(taken, name, model, GpuSettings.ofProcess());
    }

    /// Likewise.
    ///
    /// @param gpuSettings where GPUs are looked for
    public LocalNode(DataFolder taken, String name, ModelFiles model, GpuSettings gpuSettings) {
        this.name = name;
        folder = taken;
        Path dataFolder = taken.path();
        store = Store.open(folder);
        recorder = new Recorder(store);
        events = new EventLog(store, recorder, changes);
        modules = new NodeModules(events::say);
        store.setAside().ifPresent(message -> events.say(Severity.WARNING, message));
        store.onUnreadable(message -> events.say(Severity.WARNING, message));
        try {
            server = new ModelServer(meters, registry, model, dataFolder.resolve("native"));
        } catch (RuntimeException | Error e) {
            // The process may live on: a console shows other nodes.
            recorder.close();
            store.close();
            throw e;
        }
        modelTitle = server.modelName() + (model.own() ? " int8" : "");
        changes.state(INFO, this::info);

        modules.add(new Serving(server, () -> registry.current().values().get("cache.enabled")));
        frames = modules.add(new FrameLog(meters, store, recorder, changes));
        knobs = modules.add(new LocalKnobs(registry, store, recorder, workplace, changes, events));
        sessions = modules.add(new TuningSessions(store, recorder, registry, turning(knobs), server, frames::live, workplace, changes,
                this::costBasis, events::say));
        loadPlans = new LoadPlans(server.modelName(), dataFolder);
        runs = modules.add(new LoadRuns(store, recorder, loadPlans, meters, workplace, changes,
                events::say));
        ownMeters = modules.add(new OwnMeters(dataFolder, meters, store, events::say));
        GpuHistory past = new GpuHistory(frames::between,
                (from, to) -> store.gpuProcesses().between(from.minus(ProcessLog.AGAIN), to));
        gpus = modules.add(new LocalGpus(meters, gpuSettings, new LocalGpus.Past(past, new ProcessLog(recorder)), registry,
                store.settings(), workplace, changes, events::say));
        memory = modules.add(new LocalMemory(server, meters, registry, store, recorder, workplace, changes, events::say));
        traces = modules.add(new LocalTraces(server, registry, store, recorder));
        Supplier<Object> cacheOn = () -> registry.current().values().get("cache.enabled");
        warmUp = modules.add(new CacheWarmUp(server, dataFolder, meters, registry, () -> Boolean.TRUE.equals(cacheOn.get()),
                workplace::isTuning, events::say));
        cache = modules.add(new LocalCache(server, meters, cacheOn, warmUp::state, warmUp::forget, workplace));
        watching = modules.add(
                new Watching(name, dataFolder, store, meters, frames::between, gpus::why, workplace, changes, events::say));
        foresight = modules.add(new LocalForesight(new Foreseen(), meters, registry, store, recorder, changes, events::say));
        cost = modules.add(new LocalCosts(new Priced(), server.modelName(), meters, store, recorder, changes));
        journal = new LocalJournal(store, recorder, events, workplace, modules,
                targets -> Stream.of(sessions.recommendations(), memory.recommendations(), foresight.recommendations(),
                        cache.recommendations(targets)).flatMap(List::stream).toList(),
                changes);
        surroundings = new LocalSurroundings(dataFolder, () -> Optional.ofNullable(reachedAt),
                () -> GpuFindings.of(gpus.sources(), gpus.devices()),
                Finding.ready("Model", modelTitle, server.backend()));

        if (!sessions.rollBackCutOff()) {
            knobs.restore();
        }
        warmUp.start();
        clock = new FrameClock(meters, new HostMeters(meters, gpus::hasMemory), this::accept,
                problem -> events.say(Severity.WARNING, problem));
    }

    private CostBasis costBasis() {
        Instant now = Instant.now();
        return cost.basis(frames.live(now.minus(PRICED_FRAMES), now));
    }

    private static TuningSessions.Knobs turning(LocalKnobs knobs) {
        return new TuningSessions.Knobs() {
            @Override
            public KnobChange turn(Map<String, ?> wanted, String by) {
                return knobs.turn(wanted, by);
            }

            @Override
            public Configuration known(Configuration stored) {
                return knobs.known(stored);
            }
        };
    }

    /// What foresight needs of the other modules.
    private final class Foreseen implements LocalForesight.Host {
        @Override
        public List<Frame> history(Instant from, Instant to, Duration resolution) {
            return frames.between(from, to, resolution);
        }

        @Override
        public List<Alert> alerts() {
            return watching.loud();
        }

        @Override
        public List<Cause> causes(Instant from, Instant to) {
            return gpus.devices().isEmpty() ? List.of() : gpus.causes(from, to);
        }

        @Override
        public List<GpuProcess> gpuProcesses() {
            return gpus.processes();
        }

        @Override
        public Profile profile() {
            return Profiles.byId(journal.targets());
        }

        @Override
        public List<Pilot.Verified> verified() {
            return sessions.verified();
        }

        @Override
        public void turn(Configuration change) {
            knobs.turn(change.values(), "foresight");
        }

        @Override
        public Optional<Double> trim() {
            return memory.trimUnused();
        }
    }

    /// What cost needs of the other modules.
    private final class Priced implements LocalCosts.Host {
        @Override
        public List<String> devices() {
            return gpus.devices().stream().map(state -> state.device().name()).toList();
        }

        @Override
        public List<SessionReport> sessions() {
            return sessions.newest(PRICED_SESSIONS);
        }

        @Override
        public List<KnobState> knobs() {
            return registry.states();
        }
    }

    private void accept(Frame frame) {
        modules.accept(frame);
        changes.refresh();
    }

    /// The model's gateway, for the server.
    public ModelServer modelServer() {
        return server;
    }

    /// All meters in the Prometheus text format.
    public Map<Series, Reading> totals() {
        return meters.totals();
    }

    /// Sends every meter to an OpenTelemetry collector from now on.
    ///
    /// @throws IllegalArgumentException if that is not an http or https address
    public void exportTo(Address collector) {
        exportTo(collector, Map.of());
    }

    /// The same.
    ///
    /// @param headers sent with everything besides those that the environment names, such as credentials
    public void exportTo(Address collector, Map<String, String> headers) {
        ownMeters.exportTo(collector, headers, name, version(), started);
    }

    /// Sends every trace that is kept to an OpenTelemetry collector from now on.
    ///
    /// @param collector with the path where it takes spans
    /// @param headers sent with everything, such as credentials
    public void exportTracesTo(Address collector, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(OtlpExport.ofEnvironment());
        all.putAll(headers);
        traces.exportTo(collector, all, name, version());
    }

    /// One answered request of each size of latency, shortest first.
    public List<Trace> exemplars() {
        return traces.exemplars();
    }

    /// Prices that hold until somebody declares others.
    ///
    /// @throws IllegalArgumentException names the field that is out of its range
    public void assume(Prices prices) {
        cost.assume(prices);
    }

    /// Writes every meter to a server that takes Prometheus's remote write from now on.
    ///
    /// @param headers with credentials, asked before each sending
    public void writeTo(Address receiver, Supplier<Map<String, String>> headers) {
        ownMeters.writeTo(receiver, headers, name);
    }

    /// Lets load runs load these servers on other machines from now on.
    public void allowLoadOn(List<Address> servers) {
        loadPlans.allow(servers);
    }

    /// Shares cached answers with the nodes that use the same servers from now on. A server that is not reached is a warning, and tried again.
    public void share(SharedSettings settings) {
        server.share(settings, workplace::isTuning, line -> events.say(line.endsWith(" works") ? Severity.INFO : Severity.WARNING, line));
    }

    /// Passes chat requests on to this server from now on.
    public void forwardTo(UpstreamSettings upstream) {
        server.forwardTo(upstream);
        events.log("Chat requests are passed on to " + upstream.address());
    }

    public DataFolder dataFolder() {
        return folder;
    }

    /// The addresses of the node's listener.
    ///
    /// @param reached where others reach it
    /// @param own where this machine reaches it without TLS
    /// @param key API key by which sessions and runs of this node send their load to `own`
    public void listeningAt(URI reached, URI own, String key) {
        reachedAt = reached;
        // Addresses with credentials are never shown.
        workplace.listeningAt(URI.create(own.getScheme() + "://node:" + key + "@" + own.getRawAuthority()));
        folder.listeningAt(own);
        events.log("Listening at " + reached);
    }

    /// What the node's operator calls it, see [NodeInfo].
    public void label(Map<String, String> given) {
        labels = Map.copyOf(given);
    }

    /// Adds a warning to the node's events.
    public void warn(String line) {
        events.say(Severity.WARNING, line);
    }

    /// What brings the window of this process to the front, and has it ask for the node of an address if one is given; called from any thread.
    public void onFocus(Consumer<Optional<Pairing>> toFront) {
        focus = toFront;
    }

    /// Brings this process's window to the front.
    ///
    /// @param attach the node it is to ask for
    /// @return whether there is one
    public boolean focusConsole(Optional<Pairing> attach) {
        Consumer<Optional<Pairing>> toFront = focus;
        if (toFront != null) {
            toFront.accept(attach);
        }
        return toFront != null;
    }

    @Override
    public NodeInfo info() {
        return new NodeInfo(name, version(), started, hardware, gpus.lines(),
                modelTitle, server.backend(),
                reachedAt == null ? null : String.valueOf(reachedAt), HostMeters.MEMORY_BUDGET_BYTES, ProcessHandle.current().pid(),
                labels, Capabilities.all());
    }

    /// The version of this build.
    public static String version() {
        return ProgramVersion.own().text();
    }

    @Override
    public Connection connection() {
        return Connection.IN_PROCESS;
    }

    @Override
    public Changes changes() {
        return changes;
    }

    @Override
    public Frames frames() {
        return frames;
    }

    @Override
    public Knobs knobs() {
        return knobs;
    }

    @Override
    public Sessions sessions() {
        return sessions;
    }

    @Override
    public Runs runs() {
        return runs;
    }

    @Override
    public Alerting alerting() {
        return watching;
    }

    @Override
    public CustomMeters customMeters() {
        return ownMeters;
    }

    @Override
    public Gpus gpus() {
        return gpus;
    }

    @Override
    public MemoryCare memory() {
        return memory;
    }

    @Override
    public Foresight foresight() {
        return foresight;
    }

    @Override
    public Traces traces() {
        return traces;
    }

    @Override
    public Caching cache() {
        return cache;
    }

    @Override
    public Costs cost() {
        return cost;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    /// Stops the session or run in progress; a session restores its knobs.
    public void stopActivity() {
        workplace.stop();
    }

    /// Stops the session or run in progress, then the modules, then the store.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        stopActivity();
        clock.close();
        modules.close();
        changes.close();
        events.log("Stopped");
        recorder.close();
        store.close();
        folder.close();
    }
}
