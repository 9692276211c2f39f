package gpudyno.store;

import gpudyno.model.node.Event;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/// What happened on the node, in words. The newest are kept.
public final class EventTable {
    /// How many more there may be before the oldest are dropped.
    static final int SLACK = 100;

    private static final String NAME = "events";
    private final Database database;
    private final LongSupplier kept;

    /// @param kept how many
    EventTable(Database database, LongSupplier kept) {
        this.database = database;
        this.kept = kept;
    }

    static void create(Database database) {
        database.update("CREATE TABLE events (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, severity TEXT NOT NULL, text TEXT NOT NULL)");
    }

    public void add(Event event) {
        database.transaction(() -> {
            long id = database.insert("INSERT INTO events (at, severity, text) VALUES (?, ?, ?)", event.at().toEpochMilli(),
                    event.severity().name(), event.text());
            if (id % SLACK == 0) {
                drop();
            }
            return id;
        });
    }

    /// Drops some of the oldest that are too many.
    ///
    /// @return how many
    int drop() {
        return database.dropOldest("events", "TRUE", kept.getAsLong());
    }

    /// Newest first.
    public List<Event> newest(int most) {
        return database.records(NAME, "SELECT id, at, severity, text FROM events ORDER BY id DESC LIMIT ?",
                row -> new Event(Instant.ofEpochMilli(row.getLong(2)), Event.Severity.valueOf(row.getString(3)), row.getString(4)), most);
    }
}
