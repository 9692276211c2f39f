package gpudyno.store;

import gpudyno.model.gpu.GpuProcess;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Who used GPUs: one row a process and device. Their figures are in the frames.
public final class GpuProcessTable {
    private static final String NAME = "gpu_processes";
    private final Database database;

    GpuProcessTable(Database database) {
        this.database = database;
    }

    static void create(Database database) {
        database.update(
                "CREATE TABLE gpu_processes (device TEXT NOT NULL, pid INTEGER NOT NULL, seen INTEGER NOT NULL, last INTEGER NOT NULL,"
                        + " body TEXT NOT NULL, PRIMARY KEY (device, pid, seen)) WITHOUT ROWID");
        database.update("CREATE INDEX gpu_processes_last ON gpu_processes (last)");
    }

    /// A process that is seen for the first time, and again each time that it was seen since.
    ///
    /// @param seen when it was seen first
    public record Row(GpuProcess process, Instant seen, Instant last) {}

    /// Adds rows, or replaces those of the same process and instant, and drops those that were seen last before another instant.
    public void keep(Collection<Row> rows, Instant dropBefore) {
        database.transaction(() -> {
            for (Row row : rows) {
                database.update("INSERT OR REPLACE INTO gpu_processes (device, pid, seen, last, body) VALUES (?, ?, ?, ?, ?)",
                        row.process().device(), row.process().pid(), row.seen().toEpochMilli(), row.last().toEpochMilli(),
                        Json.write(row.process().withoutFigures()));
            }
            database.update("DELETE FROM gpu_processes WHERE last < ?", dropBefore.toEpochMilli());
            return rows;
        });
    }

    /// Processes that were seen at any time from one instant to another, those seen first come first.
    public List<GpuProcess> between(Instant from, Instant to) {
        return database.records(NAME, "SELECT pid, body FROM gpu_processes WHERE last >= ? AND seen <= ? ORDER BY seen",
                row -> StoredRecord.read(row.getString(2), GpuProcess.class), from.toEpochMilli(), to.toEpochMilli());
    }
}
