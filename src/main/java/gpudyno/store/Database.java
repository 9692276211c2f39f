package gpudyno.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// One SQLite file: its connection, its transactions, and the migrations of its tables.
///
/// A write is durable against a killed process when the method returns. One lock serialises the callers.
final class Database implements AutoCloseable {
    private static final String[] COMPANIONS = {"-wal", "-shm"};

    private final Path file;
    private final Connection connection;
    private final Optional<String> setAside;
    private final UnreadableRows unreadable = new UnreadableRows();

    /// Reads one row of a result.
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// One step from a version of the tables to the next. Runs within a transaction: it is made whole or not at all.
    interface Migration {
        void run(Database database);
    }

    private Database(Path file, Connection connection, Optional<String> setAside) {
        this.file = file;
        this.connection = connection;
        this.setAside = setAside;
    }

    /// Opens or creates a file and brings it from whatever version it has to the newest, which is the number of migrations. One that is damaged
    /// or was written by a newer version is renamed, never overwritten, and [#setAside] says so.
    ///
    /// @throws StoreException if the file cannot be used; the message names it
    static Database open(Path file, List<Migration> migrations) {
        try {
            Optional<String> complaint = Files.exists(file) ? complaint(file, migrations.size()) : Optional.empty();
            Optional<String> message = Optional.empty();
            if (complaint.isPresent()) {
                message = Optional.of(moveAside(file, complaint.get()));
            }
            PrivateFiles.create(file);
            for (String companion : COMPANIONS) {
                PrivateFiles.tighten(sibling(file, companion));
            }
            Database database = new Database(file, connect(file), message);
            try {
                database.migrate(migrations);
            } catch (RuntimeException | SQLException e) {
                database.connection.close();
                throw e;
            }
            return database;
        } catch (SQLException | IOException e) {
            throw new StoreException("the store " + file + " cannot be opened: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause();
        return e instanceof IOException failure
                ? DataFolder.reason(failure)
                : e.getMessage() + (cause == null ? "" : " (" + cause.getMessage() + ")");
    }

    /// Opens a file that another process may be writing, without changing it.
    ///
    /// @throws StoreException if it is not there or cannot be read
    static Database readOnly(Path file) {
        SQLiteConfig reading = new SQLiteConfig();
        reading.setReadOnly(true);
        try {
            return new Database(file, reading.createConnection("jdbc:sqlite:" + file), Optional.empty());
        } catch (SQLException e) {
            throw new StoreException("the store " + file + " cannot be read: " + reason(e), e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=NORMAL");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Optional<String> complaint(Path file, int newest) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            try (ResultSet check = statement.executeQuery("PRAGMA quick_check(1)")) {
                if (check.next() && !check.getString(1).equals("ok")) {
                    return Optional.of("is damaged (" + check.getString(1) + ")");
                }
            }
            int version = version(connection);
            return version > newest
                    ? Optional.of("was written by a newer version of GPU Dyno (format " + version + ", this one knows " + newest + ")")
                    : Optional.empty();
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLiteErrorCode.SQLITE_NOTADB.code || e.getErrorCode() == SQLiteErrorCode.SQLITE_CORRUPT.code) {
                return Optional.of("is damaged (" + e.getMessage() + ")");
            }
            // Locked, or not readable: it is possibly undamaged, so it stays where it is.
            throw e;
        }
    }

    private static String moveAside(Path file, String complaint) throws IOException {
        String suffix = ".set-aside-" + Instant.now().toString().replace(":", "");
        Path moved = sibling(file, suffix);
        Files.move(file, moved);
        for (String companion : COMPANIONS) {
            Path beside = sibling(file, companion);
            if (Files.exists(beside)) {
                Files.move(beside, sibling(file, suffix + companion));
            }
        }
        return "The store " + file + " " + complaint + "; it was kept as " + moved.getFileName() + " and a new one begun.";
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
            return rows.getInt(1);
        }
    }

    private void migrate(List<Migration> migrations) throws SQLException {
        for (int from = version(connection); from < migrations.size(); from++) {
            Migration migration = migrations.get(from);
            int to = from + 1;
            transaction(() -> {
                migration.run(this);
                update("PRAGMA user_version=" + to);
                return to;
            });
        }
    }

    /// The file that was renamed when this one was opened, as text for people.
    Optional<String> setAside() {
        return setAside;
    }

    UnreadableRows unreadable() {
        return unreadable;
    }

    /// Does work in one transaction: all of it or nothing. Inside another transaction it becomes part of that one.
    synchronized <T> T transaction(Supplier<T> work) {
        try {
            if (!connection.getAutoCommit()) {
                return work.get();
            }
            connection.setAutoCommit(false);
            boolean whole = false;
            try {
                T result = work.get();
                connection.commit();
                whole = true;
                return result;
            } finally {
                if (!whole) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreException("the store " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// @return the id of the new row
    synchronized long insert(String sql, Object... values) {
        update(sql, values);
        return query("SELECT last_insert_rowid()", row -> row.getLong(1)).getFirst();
    }

    /// Drops some of the oldest rows of a table that are beyond the newest, by their ids.
    ///
    /// @param only a condition on the rows that may go, such as `ended = 1`
    /// @param kept how many ids up to the newest are kept
    /// @return how many went
    int dropOldest(String table, String only, long kept) {
        return update("DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table + " WHERE id <= (SELECT max(id) FROM " + table
                + ") - ? AND " + only + " ORDER BY id LIMIT ?)", kept, Retention.SLICE);
    }

    /// @return how many rows changed
    synchronized int update(String sql, Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new StoreException("the store " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// Rows of plain values, all of them.
    synchronized <T> List<T> query(String sql, Row<T> row, Object... values) {
        try (PreparedStatement statement = prepare(sql, values); ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new StoreException("the store " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /// Rows that hold records. A row that cannot be read is skipped and reported; it stays in the table.
    ///
    /// @param sql selects what names the row (its id, a time, a name) first
    <T> List<T> records(String table, String sql, Row<T> row, Object... values) {
        Map<String, String> problems = new LinkedHashMap<>();
        List<Optional<T>> read = query(sql, result -> {
            try {
                return Optional.of(row.read(result));
            } catch (SQLException | RuntimeException e) {
                problems.put(String.valueOf(result.getString(1)), String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }, values);
        unreadable.found(table, problems);
        if (!Thread.holdsLock(this)) {
            // Called without the lock, because the receiver may use the store from another thread.
            unreadable.tell();
        }
        return read.stream().flatMap(Optional::stream).collect(Collectors.toCollection(ArrayList::new));
    }

    /// Rows that were read already, as what they stand for; made without the lock, for that may take long. One that cannot be read is skipped
    /// and reported.
    <R, T> List<T> unpacked(String table, List<R> rows, Function<R, String> name, Function<R, T> unpack) {
        Map<String, String> problems = new LinkedHashMap<>();
        List<T> all = new ArrayList<>(rows.size());
        for (R row : rows) {
            try {
                all.add(unpack.apply(row));
            } catch (IllegalArgumentException e) {
                problems.put(name.apply(row), String.valueOf(e.getMessage()));
            }
        }
        unreadable.found(table, problems);
        if (!Thread.holdsLock(this)) {
            unreadable.tell();
        }
        return all;
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
            throw new StoreException("the store " + file + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
