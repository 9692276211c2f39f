package gpudyno.store;

import gpudyno.model.memory.MemoryAction;
import java.time.Instant;
import java.util.List;

/// What was done about memory. The newest are kept.
public final class MemoryActionTable {
    static final int KEPT = 2_000;
    private static final int SLACK = 50;
    private static final String NAME = "memory_actions";
    private final Database database;

    MemoryActionTable(Database database) {
        this.database = database;
    }

    static void create(Database database) {
        database.update(
                "CREATE TABLE memory_actions (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, device TEXT NOT NULL, kind TEXT NOT NULL, "
                        + "action TEXT NOT NULL)");
    }

    /// An action of the same kind at the same instant on the same device is replaced: it is told again once its effect on latency is known.
    public void put(MemoryAction action) {
        database.transaction(() -> {
            database.update("DELETE FROM memory_actions WHERE at = ? AND device = ? AND kind = ?", action.at().toEpochMilli(),
                    action.device(),
                    action.kind().name());
            long id = database.insert("INSERT INTO memory_actions (at, device, kind, action) VALUES (?, ?, ?, ?)",
                    action.at().toEpochMilli(),
                    action.device(), action.kind().name(), Json.write(action));
            if (id % SLACK == 0) {
                database.update("DELETE FROM memory_actions WHERE id <= ?", id - KEPT);
            }
            return id;
        });
    }

    /// Newest first.
    public List<MemoryAction> newest(int most) {
        return database.records(NAME, "SELECT id, action FROM memory_actions ORDER BY at DESC, id DESC LIMIT ?",
                row -> StoredRecord.read(row.getString(2), MemoryAction.class), most);
    }

    /// Of a period, oldest first.
    public List<MemoryAction> between(Instant from, Instant to) {
        return database.records(NAME, "SELECT id, action FROM memory_actions WHERE at >= ? AND at < ? ORDER BY at, id",
                row -> StoredRecord.read(row.getString(2), MemoryAction.class), from.toEpochMilli(), to.toEpochMilli());
    }
}
