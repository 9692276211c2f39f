package gpudyno.store;

import java.time.Instant;
import java.util.List;

/// Records by their id, each with an instant, as JSON. The newest are kept.
public final class RecordTable<T> {
    static final int KEPT = 2_000;
    private static final int SLACK = 50;
    private static final String ANOMALIES = "anomalies";
    private static final String INCIDENTS = "incidents";
    private static final String AHEAD_ACTIONS = "ahead_actions";
    private final Database database;
    private final String name;
    private final Class<T> type;

    private RecordTable(Database database, String name, Class<T> type) {
        this.database = database;
        this.name = name;
        this.type = type;
    }

    static void create(Database database) {
        for (String name : List.of(ANOMALIES, INCIDENTS, AHEAD_ACTIONS)) {
            database.update("CREATE TABLE " + name + " (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, record TEXT NOT NULL)");
        }
    }

    static <T> RecordTable<T> anomalies(Database database, Class<T> type) {
        return new RecordTable<>(database, ANOMALIES, type);
    }

    static <T> RecordTable<T> incidents(Database database, Class<T> type) {
        return new RecordTable<>(database, INCIDENTS, type);
    }

    static <T> RecordTable<T> aheadActions(Database database, Class<T> type) {
        return new RecordTable<>(database, AHEAD_ACTIONS, type);
    }

    /// In place of the record of the same id.
    public void put(long id, Instant at, T record) {
        database.transaction(() -> {
            database.update("INSERT OR REPLACE INTO " + name + " (id, at, record) VALUES (?, ?, ?)", id, at.toEpochMilli(),
                    Json.write(record));
            if (id % SLACK == 0) {
                database.update("DELETE FROM " + name + " WHERE id <= ?", id - KEPT);
            }
            return id;
        });
    }

    /// Newest first.
    public List<T> newest(int most) {
        return database.records(name, "SELECT id, record FROM " + name + " ORDER BY id DESC LIMIT ?",
                row -> StoredRecord.read(row.getString(2), type), most);
    }

    /// Those that begin in a period, oldest first.
    public List<T> between(Instant from, Instant to) {
        return database.records(name, "SELECT id, record FROM " + name + " WHERE at >= ? AND at < ? ORDER BY at, id",
                row -> StoredRecord.read(row.getString(2), type), from.toEpochMilli(), to.toEpochMilli());
    }

    /// The greatest id; 0 where there is none.
    public long lastId() {
        return database.query("SELECT COALESCE(MAX(id), 0) FROM " + name, row -> row.getLong(1)).getFirst();
    }
}
