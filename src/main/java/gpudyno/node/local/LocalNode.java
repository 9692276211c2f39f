package gpudyno.node.local;

import gpudyno.gpu.GpuFindings;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.HostMeters;
import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobRegistry;
import gpudyno.model.machine.Finding;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.net.Address;
import gpudyno.model.net.Pairing;
import gpudyno.model.node.Event.Severity;
import gpudyno.model.node.NodeInfo;
import gpudyno.node.Alerting;
import gpudyno.node.Caching;
import gpudyno.node.Changes;
import gpudyno.node.Connection;
import gpudyno.node.CustomMeters;
import gpudyno.node.Frames;
import gpudyno.node.Gpus;
import gpudyno.node.Journal;
import gpudyno.node.Knobs;
import gpudyno.node.MemoryCare;
import gpudyno.node.Node;
import gpudyno.node.Runs;
import gpudyno.node.Sessions;
import gpudyno.node.Surroundings;
import gpudyno.serve.ModelServer;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The node in this process: modules over one registry of meters, one of knobs, and one store. Once constructed, it serves, measures and
/// records. Closing it stops everything that it has started.
public final class LocalNode implements Node {
    private final MeterRegistry meters = new MeterRegistry();
    private final KnobRegistry registry = new KnobRegistry();
    private final DataFolder folder;
    private final Store store;
    private final Recorder recorder;
    private final LocalChanges changes = new LocalChanges();
    private final Workplace workplace = new Workplace();
    private final EventLog events;
    private volatile @Nullable URI reachedAt;
    private final ModelServer server;
    private final NodeModules modules;
    private final FrameLog frames;
    private final LocalKnobs knobs;
    private final TuningSessions sessions;
    private final LoadRuns runs;
    private final OwnMeters ownMeters;
    private final LocalGpus gpus;
    private final LocalMemory memory;
    private final LocalCache cache;
    private final Watching watching;
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
                events::say));
        runs = modules.add(new LoadRuns(store, recorder, new LoadPlans(server.modelName(), dataFolder), meters, workplace, changes,
                events::say));
        ownMeters = modules.add(new OwnMeters(dataFolder, meters, store, events::say));
        GpuHistory past = new GpuHistory(frames::between,
                (from, to) -> store.gpuProcesses().between(from.minus(ProcessLog.AGAIN), to));
        gpus = modules.add(new LocalGpus(meters, gpuSettings, new LocalGpus.Past(past, new ProcessLog(recorder)), registry,
                store.settings(), workplace, changes, events::say));
        memory = modules.add(new LocalMemory(server, meters, registry, store, recorder, workplace, changes, events::say));
        cache = modules.add(new LocalCache(server, meters, () -> registry.current().values().get("cache.enabled"), workplace));
        watching = modules.add(
                new Watching(name, dataFolder, store, meters, frames::between, gpus::why, workplace, changes, events::say));
        journal = new LocalJournal(store, events, workplace, modules,
                targets -> Stream.of(sessions.recommendations(), memory.recommendations(), cache.recommendations(targets))
                        .flatMap(List::stream).toList(),
                changes);
        surroundings = new LocalSurroundings(dataFolder, () -> Optional.ofNullable(reachedAt),
                () -> GpuFindings.of(gpus.sources(), gpus.devices()),
                Finding.ready("Model", modelTitle, server.backend()));

        if (!sessions.rollBackCutOff()) {
            knobs.restore();
        }
        clock = new FrameClock(meters, new HostMeters(meters, gpus::hasMemory), this::accept,
                problem -> events.say(Severity.WARNING, problem));
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
        ownMeters.exportTo(collector, name, version(), started);
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
                reachedAt == null ? null : String.valueOf(reachedAt), HostMeters.MEMORY_BUDGET_BYTES, ProcessHandle.current().pid());
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
    public Caching cache() {
        return cache;
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
