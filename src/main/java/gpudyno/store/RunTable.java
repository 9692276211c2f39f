package gpudyno.store;

import gpudyno.model.load.Run;
import gpudyno.model.load.RunSettings;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.node.RecordKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Load runs. The newest are kept.
public final class RunTable {
    private static final String NAME = "runs";
    private final Database database;
    private final Retention retention;

    RunTable(Database database, Retention retention) {
        this.database = database;
        this.retention = retention;
    }

    static void create(Database database) {
        database.update("CREATE TABLE runs (id INTEGER PRIMARY KEY, started INTEGER NOT NULL, report TEXT NOT NULL)");
    }

    /// Begins the record of a run, which gives it its id.
    public Run begin(Instant started, Scenario scenario, Workload workload, RunSettings settings) {
        return database.transaction(() -> {
            long id = database.insert("INSERT INTO runs (started, report) VALUES (?, '')", started.toEpochMilli());
            drop();
            Run run = new Run(id, started, null, scenario, workload, null, "", settings);
            save(run);
            return run;
        });
    }

    /// Drops some of the oldest that are too many.
    ///
    /// @return how many
    int drop() {
        return database.dropOldest("runs", "TRUE", retention.limit(RecordKind.RUNS));
    }

    public void save(Run run) {
        database.update("UPDATE runs SET report = ? WHERE id = ?", Json.write(run), run.id());
    }

    public Optional<Run> run(long id) {
        return database.records(NAME, "SELECT id, report FROM runs WHERE id = ?", row -> StoredRecord.read(row.getString(2), Run.class), id)
                .stream().findFirst();
    }

    /// Newest first.
    public List<Run> newest(int most) {
        return database.records(NAME, "SELECT id, report FROM runs ORDER BY id DESC LIMIT ?",
                row -> StoredRecord.read(row.getString(2), Run.class), most);
    }
}
