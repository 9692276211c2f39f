package gpudyno.store;

import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.node.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a node did and took, by minutes for two days and by hours for as long as the ledger is kept.
public final class LedgerTable {
    static final Duration MINUTES_KEPT = Duration.ofDays(2);
    private static final String NAME = "ledger";
    private final Database database;
    private final Retention retention;

    LedgerTable(Database database, Retention retention) {
        this.database = database;
        this.retention = retention;
    }

    static void create(Database database) {
        database.update("CREATE TABLE ledger (id INTEGER PRIMARY KEY, record TEXT NOT NULL)");
    }

    /// Adds an entry to what is known of its minute: a node that was started anew counts the rest of a minute.
    public void add(LedgerEntry entry) {
        database.transaction(() -> {
            List<LedgerEntry> before = between(entry.from(), entry.from().plusSeconds(1));
            put(before.isEmpty() ? entry : before.getFirst().plus(entry));
            return entry;
        });
    }

    private void put(LedgerEntry entry) {
        database.update("INSERT OR REPLACE INTO ledger (id, record) VALUES (?, ?)", entry.from().getEpochSecond(), Json.write(entry));
    }

    /// Those that begin in a period, oldest first.
    public List<LedgerEntry> between(Instant from, Instant to) {
        return database.records(NAME, "SELECT id, record FROM ledger WHERE id >= ? AND id < ? ORDER BY id",
                row -> StoredRecord.read(row.getString(2), LedgerEntry.class), ceiling(from), ceiling(to));
    }

    private static long ceiling(Instant at) {
        return at.getNano() > 0 ? at.getEpochSecond() + 1 : at.getEpochSecond();
    }

    /// Puts minutes that are old into their hours, and drops hours that are too old.
    public void age(Instant now) {
        Instant until = now.minus(MINUTES_KEPT).truncatedTo(ChronoUnit.HOURS);
        database.transaction(() -> {
            Map<Instant, LedgerEntry> hours = new TreeMap<>();
            for (LedgerEntry entry : between(oldestMinute(until), until)) {
                Instant hour = entry.from().truncatedTo(ChronoUnit.HOURS);
                hours.merge(hour, LedgerEntry.empty(hour).plus(entry), LedgerEntry::plus);
            }
            hours.forEach((hour, entry) -> {
                database.update("DELETE FROM ledger WHERE id >= ? AND id < ?", hour.getEpochSecond(), hour.getEpochSecond() + 3600);
                put(entry);
            });
            drop(now);
            return hours.size();
        });
    }

    /// Drops some of the oldest hours that are too old.
    ///
    /// @return how many
    int drop(Instant now) {
        return database.update("DELETE FROM ledger WHERE id IN (SELECT id FROM ledger WHERE id < ? ORDER BY id LIMIT ?)",
                now.minus(retention.duration(RecordKind.LEDGER)).getEpochSecond(), Retention.SLICE);
    }

    /// The begin of the hour of the oldest minute before an instant that is not in its hour yet.
    private Instant oldestMinute(Instant until) {
        long second = database.query("SELECT COALESCE(MIN(id), ?) FROM ledger WHERE id % 3600 <> 0", row -> row.getLong(1),
                until.getEpochSecond()).getFirst();
        return Instant.ofEpochSecond(second).truncatedTo(ChronoUnit.HOURS);
    }
}
