package gpudyno.store;

import gpudyno.model.foresight.AheadAction;
import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Incident;
import gpudyno.model.node.Event;
import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoreContents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The stored data of a node: one file with several tables.
public final class Store implements AutoCloseable {
    static final String FILE = "gpudyno.db";
    /// The n-th brings a store of version n to version n + 1. New ones go to the end; those that were released never change.
    static final List<Database.Migration> MIGRATIONS = List.of(Store::createTables, KnobJournal::addOutcomes, SessionTable::addSummaries,
            GpuProcessTable::create, FrameTable::addLayouts, MemoryActionTable::create,
            RecordTable::create, TraceTable::create, LedgerTable::create);

    private final Database database;
    private final Path file;
    private final Retention retention;
    private final FrameTable frames;
    private final SessionTable sessions;
    private final RunTable runs;
    private final KnobJournal knobs;
    private final EventTable events;
    private final SettingTable settings;
    private final GpuProcessTable gpuProcesses;
    private final MemoryActionTable memoryActions;
    private final RecordTable<Anomaly> anomalies;
    private final RecordTable<Incident> incidents;
    private final RecordTable<AheadAction> aheadActions;
    private final TraceTable traces;
    private final LedgerTable ledger;

    private Store(Path file, Database database) {
        this.file = file;
        this.database = database;
        settings = new SettingTable(database);
        retention = new Retention(settings);
        frames = new FrameTable(database);
        sessions = new SessionTable(database, retention);
        runs = new RunTable(database, retention);
        knobs = new KnobJournal(database);
        events = new EventTable(database, () -> retention.limit(RecordKind.EVENTS));
        gpuProcesses = new GpuProcessTable(database);
        memoryActions = new MemoryActionTable(database);
        anomalies = RecordTable.anomalies(database, Anomaly.class);
        incidents = RecordTable.incidents(database, Incident.class);
        aheadActions = RecordTable.aheadActions(database, AheadAction.class);
        traces = new TraceTable(database, retention);
        ledger = new LedgerTable(database, retention);
    }

    private static void createTables(Database database) {
        FrameTable.create(database);
        SessionTable.create(database);
        RunTable.create(database);
        KnobJournal.create(database);
        EventTable.create(database);
        SettingTable.create(database);
    }

    /// Opens the store of a data folder, of whatever version. A file that is damaged or was written by a newer version is renamed, never
    /// overwritten, and [#setAside] says so.
    ///
    /// @throws StoreException if it cannot be used; the message names the file
    public static Store open(DataFolder folder) {
        NativeFolder.useForNettyAndJna(folder.nativeLibraries().toAbsolutePath());
        NativeFolder.useForSqlite(folder.nativeLibraries().toAbsolutePath());
        Path file = folder.path().resolve(FILE);
        return new Store(file, Database.open(file, MIGRATIONS));
    }

    /// The newest events of a data folder, newest first, also while another process holds it. Changes nothing.
    ///
    /// @throws StoreException if the store is not there or cannot be read
    public static List<Event> lastEvents(Path folder, int most) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new StoreException("the store " + file + " cannot be read: it is not there");
        }
        NativeFolder.useForSqlite(folder.resolve(DataFolder.NATIVE).toAbsolutePath());
        try (Database reading = Database.readOnly(file)) {
            return new EventTable(reading, RecordKind.EVENTS::usual).newest(most);
        }
    }

    /// The file that was renamed when the store was opened, as text for people.
    public Optional<String> setAside() {
        return database.setAside();
    }

    /// Sets the listener for messages about rows that cannot be read, one line each.
    public void onUnreadable(Consumer<String> listener) {
        database.unreadable().onFound(listener);
    }

    /// How many rows could not be read so far.
    public int unreadable() {
        return database.unreadable().count();
    }

    /// How much is kept of each kind.
    public Retention retention() {
        return retention;
    }

    /// What takes the room of the file. Takes long where it is large; writers do not wait for it.
    public StoreContents contents() {
        return StoreSpace.look(file, retention.limits());
    }

    /// Drops some of the oldest records of a kind that are beyond its limit.
    ///
    /// @return how many; 0 once none is
    public int drop(RecordKind kind, Instant now) {
        return switch (kind) {
            case TEN_SECONDS -> frames.drop(Duration.ofSeconds(10), now.minus(retention.duration(kind)));
            case FIVE_MINUTES -> frames.drop(Duration.ofMinutes(5), now.minus(retention.duration(kind)));
            case SESSIONS -> sessions.drop();
            case RUNS -> runs.drop();
            case TRACES -> traces.drop();
            case EVENTS -> events.drop();
            case LEDGER -> ledger.drop(now);
            // Their limits are fixed, and whoever adds to them drops what is beyond.
            case KNOB_CHANGES, INCIDENTS, ANOMALIES, AHEAD_ACTIONS, MEMORY_ACTIONS, GPU_PROCESSES -> 0;
        };
    }

    public FrameTable frames() {
        return frames;
    }

    public SessionTable sessions() {
        return sessions;
    }

    public RunTable runs() {
        return runs;
    }

    public KnobJournal knobs() {
        return knobs;
    }

    public EventTable events() {
        return events;
    }

    public SettingTable settings() {
        return settings;
    }

    public GpuProcessTable gpuProcesses() {
        return gpuProcesses;
    }

    public MemoryActionTable memoryActions() {
        return memoryActions;
    }

    public RecordTable<Anomaly> anomalies() {
        return anomalies;
    }

    public RecordTable<Incident> incidents() {
        return incidents;
    }

    public RecordTable<AheadAction> aheadActions() {
        return aheadActions;
    }

    public LedgerTable ledger() {
        return ledger;
    }

    public TraceTable traces() {
        return traces;
    }

    @Override
    public void close() {
        database.close();
    }
}
