package gpudyno.store;

import gpudyno.model.knob.Configuration;
import gpudyno.model.node.RecordKind;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionSummary;
import java.util.List;
import java.util.Optional;

/// Tuning sessions: whole reports, and a summary of each to list them by. The newest are kept, and any that has not ended.
public final class SessionTable {
    private static final String NAME = "sessions";
    private final Database database;
    private final Retention retention;

    /// A session that had not ended when its process did.
    ///
    /// @param report empty where it cannot be read
    /// @param knobsBefore where the knobs stood before it; empty where that cannot be read
    public record Unfinished(long id, Optional<SessionReport> report, Optional<Configuration> knobsBefore) {}

    SessionTable(Database database, Retention retention) {
        this.database = database;
        this.retention = retention;
    }

    static void create(Database database) {
        database.update("CREATE TABLE sessions (id INTEGER PRIMARY KEY, ended INTEGER NOT NULL, knobs_before TEXT NOT NULL,"
                + " report TEXT NOT NULL)");
    }

    /// Gives every session a summary. SQLite reads a row from its beginning, so the summary stands before the report: a list then costs
    /// nothing of the reports' length.
    static void addSummaries(Database database) {
        database.update("CREATE TABLE summarised (id INTEGER PRIMARY KEY, ended INTEGER NOT NULL, knobs_before TEXT NOT NULL,"
                + " summary TEXT NOT NULL, report TEXT NOT NULL)");
        for (long id : database.query("SELECT id FROM sessions ORDER BY id", row -> row.getLong(1))) {
            String report = database.query("SELECT report FROM sessions WHERE id = ?", row -> row.getString(1), id).getFirst();
            database.update("INSERT INTO summarised SELECT id, ended, knobs_before, ?, report FROM sessions WHERE id = ?",
                    summary(report), id);
        }
        database.update("DROP TABLE sessions");
        database.update("ALTER TABLE summarised RENAME TO sessions");
    }

    private static String summary(String report) {
        if (report.isEmpty()) {
            return "";
        }
        try {
            return Json.write(SessionSummary.of(StoredRecord.read(report, SessionReport.class)));
        } catch (IllegalArgumentException e) {
            // It gets no summary either; this is reported when sessions are listed.
            return String.valueOf(e.getMessage());
        }
    }

    /// Begins the record of a session before it touches a knob.
    ///
    /// @return the session's id
    public long begin(Configuration knobsBefore) {
        return database.transaction(() -> {
            long id = database.insert("INSERT INTO sessions (ended, knobs_before, summary, report) VALUES (0, ?, '', '')",
                    Json.write(knobsBefore));
            drop();
            return id;
        });
    }

    /// Drops some of the oldest that are too many; never one that has not ended.
    ///
    /// @return how many
    int drop() {
        return database.dropOldest("sessions", "ended = 1", retention.limit(RecordKind.SESSIONS));
    }

    /// Records the values of the knobs before a session continues.
    public void setKnobsBefore(long session, Configuration knobsBefore) {
        database.update("UPDATE sessions SET knobs_before = ? WHERE id = ?", Json.write(knobsBefore), session);
    }

    /// Records the present state of a session. If its phase is a final one, the session no longer counts as unfinished.
    public void save(SessionReport report) {
        database.update("UPDATE sessions SET ended = ?, summary = ?, report = ? WHERE id = ?", report.phase().isEnd() ? 1 : 0,
                Json.write(SessionSummary.of(report)), Json.write(report), report.id());
    }

    /// Marks a session as over whose report cannot be read; what is stored of it stays as it is.
    public void end(long session) {
        database.update("UPDATE sessions SET ended = 1 WHERE id = ?", session);
    }

    public Optional<SessionReport> report(long id) {
        return database.records(NAME, "SELECT id, report FROM sessions WHERE id = ? AND report <> ''",
                row -> StoredRecord.read(row.getString(2), SessionReport.class), id).stream().findFirst();
    }

    /// The newest report that can be read.
    public Optional<SessionReport> newest() {
        return summaries(Math.toIntExact(retention.limit(RecordKind.SESSIONS))).stream()
                .map(summary -> report(summary.id())).flatMap(Optional::stream).findFirst();
    }

    /// Newest first.
    public List<SessionSummary> summaries(int most) {
        return database.records(NAME, "SELECT id, summary FROM sessions WHERE summary <> '' ORDER BY id DESC LIMIT ?",
                row -> StoredRecord.read(row.getString(2), SessionSummary.class), most);
    }

    public Optional<Configuration> knobsBefore(long session) {
        return database.records(NAME, "SELECT id, knobs_before FROM sessions WHERE id = ?",
                row -> Json.read(row.getString(2), Configuration.class), session).stream().findFirst();
    }

    public List<Unfinished> unfinished() {
        return database.query("SELECT id FROM sessions WHERE ended = 0 AND summary <> '' ORDER BY id", row -> row.getLong(1)).stream()
                .map(id -> new Unfinished(id, report(id), knobsBefore(id))).toList();
    }
}
