package gpudyno.store;

import gpudyno.model.node.RecordKind;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.Trace;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.TraceQuery;
import gpudyno.model.trace.TraceSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The traces that were kept. The newest of each kind stay, so that a storm of slow ones does not push out the failed.
///
/// What a list shows and is filtered by stands in columns of its own; the whole trace beside them is read when it is opened.
public final class TraceTable {
    private static final String NAME = "traces";
    private static final String SUMMARY = "SELECT id, trace, at, micros, line, status, kept, stage, run FROM traces";
    /// Writes between two removals of the oldest.
    private static final int SLACK = 250;

    private final Database database;
    private final Retention retention;
    private int sinceRemoval = SLACK;

    TraceTable(Database database, Retention retention) {
        this.database = database;
        this.retention = retention;
    }

    static void create(Database database) {
        database.update("CREATE TABLE traces (id INTEGER PRIMARY KEY, trace TEXT NOT NULL, at INTEGER NOT NULL, micros INTEGER NOT NULL, "
                + "line TEXT NOT NULL, status INTEGER NOT NULL, kept TEXT NOT NULL, stage TEXT NOT NULL, run TEXT, whole TEXT NOT NULL)");
        database.update("CREATE INDEX traces_at ON traces (at, kept, stage, micros)");
        database.update("CREATE INDEX traces_trace ON traces (trace)");
        database.update("CREATE INDEX traces_kept ON traces (kept, id)");
    }

    /// All or none of them.
    public void put(List<Trace> traces) {
        database.transaction(() -> {
            traces.forEach(this::insert);
            sinceRemoval += traces.size();
            if (sinceRemoval >= SLACK) {
                drop();
                sinceRemoval = 0;
            }
            return traces.size();
        });
    }

    private void insert(Trace trace) {
        TraceSummary summary = trace.summary();
        database.update(
                "INSERT INTO traces (trace, at, micros, line, status, kept, stage, run, whole) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?)",
                trace.id(), trace.at().toEpochMilli(), Math.round(trace.millis() * 1e3), summary.line(), trace.status(),
                trace.kept().name(), summary.stage().name(), Objects.requireNonNullElse(trace.run(), ""), Json.write(trace));
    }

    /// Drops some of the oldest of each kind that are too many.
    ///
    /// @return how many
    int drop() {
        int dropped = 0;
        for (Kept kind : Kept.values()) {
            dropped += database.update("DELETE FROM traces WHERE id IN (SELECT id FROM traces WHERE kept = ? AND id <= "
                    + "(SELECT id FROM traces WHERE kept = ? ORDER BY id DESC LIMIT 1 OFFSET ?) ORDER BY id LIMIT ?)",
                    kind.name(), kind.name(), retention.limit(RecordKind.TRACES), Math.max(Retention.SLICE, SLACK));
        }
        return dropped;
    }

    /// How many are stored.
    public int count() {
        return database.query("SELECT COUNT(*) FROM traces", row -> row.getInt(1)).getFirst();
    }

    /// The newest of that id.
    public Optional<Trace> find(String id) {
        return database.records(NAME, "SELECT id, whole FROM traces WHERE trace = ? ORDER BY id DESC LIMIT 1",
                row -> StoredRecord.read(row.getString(2), Trace.class), id).stream().findFirst();
    }

    public TraceList find(TraceQuery query) {
        long from = query.from().toEpochMilli();
        long to = query.to().toEpochMilli();
        Map<Kept, Integer> kept = new EnumMap<>(Kept.class);
        Map<Stage, Integer> slow = new EnumMap<>(Stage.class);
        database.query("SELECT kept, stage, COUNT(*) FROM traces WHERE at >= ? AND at < ? GROUP BY kept, stage", row -> {
            Kept kind = Kept.valueOf(row.getString(1));
            int count = row.getInt(3);
            kept.merge(kind, count, Integer::sum);
            if (kind == Kept.SLOW) {
                slow.merge(Stage.valueOf(row.getString(2)), count, Integer::sum);
            }
            return count;
        }, from, to);
        return new TraceList(kept, slow, summaries(query, from, to));
    }

    private List<TraceSummary> summaries(TraceQuery query, long from, long to) {
        StringBuilder where = new StringBuilder(" WHERE at >= ? AND at < ?");
        List<Object> values = new ArrayList<>(List.of(from, to));
        if (query.kept() != null) {
            where.append(" AND kept = ?");
            values.add(query.kept().name());
        }
        if (query.stage() != null) {
            where.append(" AND stage = ?");
            values.add(query.stage().name());
        }
        if (query.longerThan() > 0) {
            where.append(" AND micros > ?");
            values.add(Math.round(query.longerThan() * 1e3));
        }
        addText(query.text().strip(), where, values);
        values.add(query.most());
        return database.records(NAME, SUMMARY + where + " ORDER BY at DESC, id DESC LIMIT ?", TraceTable::summary, values.toArray());
    }

    private static void addText(String text, StringBuilder where, List<Object> values) {
        int equals = text.indexOf('=');
        if (text.startsWith("run:")) {
            where.append(" AND run = ?");
            values.add(text.substring(4).strip());
        } else if (equals > 0) {
            where.append(" AND json_extract(whole, ?) = ?");
            values.add("$.attributes.\"" + text.substring(0, equals).strip().replace("\"", "") + "\"");
            values.add(text.substring(equals + 1).strip());
        } else if (!text.isEmpty()) {
            where.append(" AND (substr(trace, 1, ?) = ? OR instr(lower(line), ?) > 0)");
            values.add(text.length());
            values.add(text);
            values.add(text.toLowerCase(Locale.ROOT));
        }
    }

    private static TraceSummary summary(ResultSet row) throws SQLException {
        return new TraceSummary(row.getString(2), Instant.ofEpochMilli(row.getLong(3)), row.getLong(4) / 1e3, row.getString(5),
                row.getInt(6), Kept.valueOf(row.getString(7)), Stage.valueOf(row.getString(8)), row.getString(9));
    }
}
