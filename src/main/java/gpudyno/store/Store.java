package gpudyno.store;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunSettings;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.Frame;
import gpudyno.model.node.Event;
import gpudyno.model.tune.SessionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/// The SQLite file of a node. Every write is durable against a killed process when the method returns. One lock serialises its callers.
public final class Store implements AutoCloseable {
    /// Grows with every change of the tables.
    static final int VERSION = 1;
    private static final String FILE = "gpudyno.db";
    private static final String[] SCHEMA = {
        "CREATE TABLE frames (start INTEGER NOT NULL, millis INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (millis, start)) WITHOUT ROWID",
        "CREATE TABLE sessions (id INTEGER PRIMARY KEY, ended INTEGER NOT NULL, knobs_before TEXT NOT NULL, report TEXT NOT NULL)",
        "CREATE TABLE runs (id INTEGER PRIMARY KEY, started INTEGER NOT NULL, report TEXT NOT NULL)",
        "CREATE TABLE knob_journal (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL)",
        "CREATE TABLE events (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, severity TEXT NOT NULL, text TEXT NOT NULL)",
        "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"};

    private final Connection connection;
    private final Optional<String> setAside;

    private Store(Connection connection, Optional<String> setAside) {
        this.connection = connection;
        this.setAside = setAside;
    }

    /// A session that had not ended when its process did.
    ///
    /// @param knobsBefore where the knobs stood before it
    public record Unfinished(SessionReport report, Configuration knobsBefore) {}

    /// Opens the store of a data folder. A file that is damaged or was written by a newer version is renamed, never overwritten, and
    /// [#setAside] says so.
    public static Store open(DataFolder folder) {
        Path file = folder.path().resolve(FILE);
        try {
            Optional<String> complaint = Files.exists(file) ? complaint(file) : Optional.empty();
            Optional<String> message = Optional.empty();
            if (complaint.isPresent()) {
                message = Optional.of(moveAside(file, complaint.get()));
            }
            Connection connection = connect(file);
            migrate(connection);
            return new Store(connection, message);
        } catch (SQLException | IOException e) {
            throw new StoreException("the store " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=NORMAL");
        }
        return connection;
    }

    private static Optional<String> complaint(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            try (ResultSet check = statement.executeQuery("PRAGMA quick_check(1)")) {
                if (check.next() && !check.getString(1).equals("ok")) {
                    return Optional.of("is damaged (" + check.getString(1) + ")");
                }
            }
            int version = version(connection);
            return version > VERSION
                    ? Optional.of("was written by a newer version of GPU Dyno (format " + version + ", this one knows " + VERSION + ")")
                    : Optional.empty();
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLiteErrorCode.SQLITE_NOTADB.code || e.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code) {
                return Optional.of("is damaged (" + e.getMessage() + ")");
            }
            // Locked, or not readable: whole as far as anyone knows, so it stays where it is.
            throw e;
        }
    }

    private static String moveAside(Path file, String complaint) throws IOException {
        String suffix = ".set-aside-" + Instant.now().toString().replace(":", "");
        Path moved = file.resolveSibling(FILE + suffix);
        Files.move(file, moved);
        for (String part : new String[]{"-wal", "-shm"}) {
            Path sibling = file.resolveSibling(FILE + part);
            if (Files.exists(sibling)) {
                Files.move(sibling, file.resolveSibling(FILE + suffix + part));
            }
        }
        return "The store " + complaint + "; it was kept as " + moved.getFileName() + " and a new one begun.";
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.getInt(1);
        }
    }

    private static void migrate(Connection connection) throws SQLException {
        if (version(connection) == VERSION) {
            return;
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String table : SCHEMA) {
                statement.execute(table);
            }
            statement.execute("PRAGMA user_version=" + VERSION);
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    /// What was set aside when the store was opened, for people.
    public Optional<String> setAside() {
        return setAside;
    }

    // Sessions

    /// Where the knobs stand before a session goes on.
    public synchronized void setKnobsBefore(long session, Configuration knobsBefore) {
        update("UPDATE sessions SET knobs_before = ? WHERE id = ?", Json.write(knobsBefore), session);
    }

    /// Begins the record of a session before it touches a knob.
    ///
    /// @return the session's id
    public synchronized long beginSession(Configuration knobsBefore) {
        return insert("INSERT INTO sessions (ended, knobs_before, report) VALUES (0, ?, '')", Json.write(knobsBefore));
    }

    /// Records a session as it stands; once its phase is an end it is no longer unfinished.
    public synchronized void saveSession(SessionReport report) {
        update("UPDATE sessions SET ended = ?, report = ? WHERE id = ?", report.phase().isEnd() ? 1 : 0, Json.write(report), report.id());
    }

    public synchronized Optional<SessionReport> session(long id) {
        return query("SELECT report FROM sessions WHERE id = ? AND report <> ''", row -> Json.read(row.getString(1), SessionReport.class),
                id).stream().findFirst();
    }

    public synchronized Optional<Configuration> knobsBefore(long session) {
        return query("SELECT knobs_before FROM sessions WHERE id = ?", row -> Json.read(row.getString(1), Configuration.class), session)
                .stream().findFirst();
    }

    /// Newest first.
    public synchronized List<SessionReport> sessions(int most) {
        return query("SELECT report FROM sessions WHERE report <> '' ORDER BY id DESC LIMIT ?",
                row -> Json.read(row.getString(1), SessionReport.class), most);
    }

    public synchronized List<Unfinished> unfinishedSessions() {
        return query("SELECT report, knobs_before FROM sessions WHERE ended = 0 AND report <> '' ORDER BY id",
                row -> new Unfinished(Json.read(row.getString(1), SessionReport.class), Json.read(row.getString(2), Configuration.class)));
    }

    // Runs

    /// Begins the record of a run, which gives it its id.
    public synchronized Run beginRun(Instant started, Scenario scenario, Workload workload, RunSettings settings) {
        long id = insert("INSERT INTO runs (started, report) VALUES (?, '')", started.toEpochMilli());
        Run run = new Run(id, started, null, scenario, workload, null, "", settings);
        saveRun(run);
        return run;
    }

    public synchronized void saveRun(Run run) {
        update("UPDATE runs SET report = ? WHERE id = ?", Json.write(run), run.id());
    }

    public synchronized Optional<Run> run(long id) {
        return query("SELECT report FROM runs WHERE id = ?", row -> Json.read(row.getString(1), Run.class), id).stream().findFirst();
    }

    /// Newest first.
    public synchronized List<Run> runs(int most) {
        return query("SELECT report FROM runs ORDER BY id DESC LIMIT ?", row -> Json.read(row.getString(1), Run.class), most);
    }

    // Knobs

    /// Journals a change of knobs; called before it takes effect.
    public synchronized void journal(Instant at, KnobChange change) {
        insert("INSERT INTO knob_journal (at, by, before, after) VALUES (?, ?, ?, ?)", at.toEpochMilli(), change.by(),
                Json.write(change.before()),
                Json.write(change.after()));
    }

    /// Where the knobs were last left, as far as anything turned them.
    public synchronized Configuration lastKnobs() {
        Configuration knobs = Configuration.EMPTY;
        for (Configuration after : query("SELECT after FROM knob_journal ORDER BY id",
                row -> Json.read(row.getString(1), Configuration.class))) {
            knobs = knobs.with(after);
        }
        return knobs;
    }

    // Frames, events, settings

    /// @param length of the frame's tier; its own differs by what the clock was early or late
    public synchronized void addFrame(Duration length, Frame frame) {
        update("INSERT OR REPLACE INTO frames (start, millis, body) VALUES (?, ?, ?)", frame.start().toEpochMilli(), length.toMillis(),
                Json.write(frame));
    }

    /// Stored frames of one tier that began in [from, to), oldest first.
    public synchronized List<Frame> frames(Duration length, Instant from, Instant to) {
        return query("SELECT body FROM frames WHERE millis = ? AND start >= ? AND start < ? ORDER BY start",
                row -> Json.read(row.getString(1), Frame.class), length.toMillis(), from.toEpochMilli(), to.toEpochMilli());
    }

    /// Drops frames of one tier that began before `before`.
    public synchronized void dropFrames(Duration length, Instant before) {
        update("DELETE FROM frames WHERE millis = ? AND start < ?", length.toMillis(), before.toEpochMilli());
    }

    public synchronized void addEvent(Event event) {
        insert("INSERT INTO events (at, severity, text) VALUES (?, ?, ?)", event.at().toEpochMilli(), event.severity().name(),
                event.text());
    }

    /// Newest first.
    public synchronized List<Event> events(int most) {
        return query("SELECT at, severity, text FROM events ORDER BY id DESC LIMIT ?",
                row -> new Event(Instant.ofEpochMilli(row.getLong(1)), Event.Severity.valueOf(row.getString(2)), row.getString(3)), most);
    }

    public synchronized Optional<String> setting(String name) {
        return query("SELECT value FROM settings WHERE name = ?", row -> row.getString(1), name).stream().findFirst();
    }

    public synchronized void setSetting(String name, String value) {
        update("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value);
    }

    // SQL

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private long insert(String sql, Object... values) {
        update(sql, values);
        return query("SELECT last_insert_rowid()", row -> row.getLong(1)).getFirst();
    }

    private void update(String sql, Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new StoreException("the store cannot be written: " + e.getMessage(), e);
        }
    }

    private <T> List<T> query(String sql, Row<T> row, Object... values) {
        try (PreparedStatement statement = prepare(sql, values); ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new StoreException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException("the store cannot be closed: " + e.getMessage(), e);
        }
    }
}
