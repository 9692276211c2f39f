package gpudyno.store;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobOutcome;
import gpudyno.model.knob.KnobSet.Turned;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Changes of knobs: the intended change before it takes effect, then its outcome. Only changes that were made count for the present
/// values.
///
/// The newest are kept one by one; older ones are folded into one row that says where they left the knobs.
public final class KnobJournal {
    static final int KEPT = 10_000;
    /// How many more there may be before the oldest are folded.
    static final int SLACK = 500;

    private static final String NAME = "knob_journal";
    private static final String MADE = "made";
    private static final String WISH = "wish";
    private static final String CUT_OFF = "cut off";
    private final Database database;

    private record Made(long id, Configuration after) {}

    KnobJournal(Database database) {
        this.database = database;
    }

    static void create(Database database) {
        database.update("CREATE TABLE knob_journal (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by TEXT NOT NULL, before TEXT NOT NULL,"
                + " after TEXT NOT NULL)");
    }

    /// Rows from before this column have no recorded outcome; they count as made.
    static void addOutcomes(Database database) {
        database.update("ALTER TABLE knob_journal ADD COLUMN outcome TEXT NOT NULL DEFAULT 'made'");
    }

    /// Writes down a change that is about to be made.
    ///
    /// @return the id to pass to [#end]
    public long begin(Instant at, KnobChange change) {
        return database.transaction(() -> {
            // Never before an earlier one, even where somebody set the clock back.
            long last = database.query("SELECT coalesce(max(at), 0) FROM knob_journal", row -> row.getLong(1)).getFirst();
            long id = add(Math.max(last, at.toEpochMilli()), change, WISH);
            if (id % SLACK == 0) {
                fold(id - KEPT);
            }
            return id;
        });
    }

    /// Records the outcome.
    public void end(long wish, KnobOutcome outcome) {
        database.update("UPDATE knob_journal SET outcome = ? WHERE id = ?", word(outcome), wish);
    }

    /// Records a completed change together with its outcome. It may be recorded later than changes that were made after it.
    public void add(Instant at, KnobChange change, KnobOutcome outcome) {
        add(at.toEpochMilli(), change, word(outcome));
    }

    private static String word(KnobOutcome outcome) {
        return outcome == KnobOutcome.MADE ? MADE : outcome.name().toLowerCase(Locale.ROOT);
    }

    private long add(long at, KnobChange change, String outcome) {
        return database.insert("INSERT INTO knob_journal (at, by, before, after, outcome) VALUES (?, ?, ?, ?, ?)", at, change.by(),
                Json.write(change.before()), Json.write(change.after()), outcome);
    }

    /// Marks intended changes that a killed process left open as not made. Called when no change is in progress.
    ///
    /// @return those wishes, oldest first
    public List<KnobChange> endCutOff() {
        List<KnobChange> open = database.records(NAME, "SELECT id, before, after, by FROM knob_journal WHERE outcome = ? ORDER BY at, id",
                row -> new KnobChange(Json.read(row.getString(2), Configuration.class), Json.read(row.getString(3), Configuration.class),
                        row.getString(4)),
                WISH);
        database.update("UPDATE knob_journal SET outcome = ? WHERE outcome = ?", CUT_OFF, WISH);
        return open;
    }

    /// The last values of the knobs that were ever set.
    public Configuration last() {
        return after(made("SELECT id, after FROM knob_journal WHERE outcome = ? ORDER BY at, id", MADE));
    }

    /// As [#last], without the changes of one who made them.
    public Configuration lastWithout(String by) {
        return after(made("SELECT id, after FROM knob_journal WHERE outcome = ? AND by <> ? ORDER BY at, id", MADE, by));
    }

    private List<Made> made(String sql, Object... values) {
        return database.records(NAME, sql, row -> new Made(row.getLong(1), Json.read(row.getString(2), Configuration.class)), values);
    }

    private static Configuration after(List<Made> changes) {
        Configuration knobs = Configuration.EMPTY;
        for (Made change : changes) {
            knobs = knobs.with(change.after);
        }
        return knobs;
    }

    /// The newest changes that were made, newest first.
    public List<Turned> newest(int most) {
        return database.records(NAME,
                "SELECT id, at, before, after, by FROM knob_journal WHERE outcome = ? ORDER BY at DESC, id DESC LIMIT ?",
                row -> new Turned(row.getLong(1), Instant.ofEpochMilli(row.getLong(2)),
                        new KnobChange(Json.read(row.getString(3), Configuration.class), Json.read(row.getString(4), Configuration.class),
                                row.getString(5))),
                MADE, most);
    }

    /// Puts one row in the place of all up to an id. Rows that cannot be read stay.
    private void fold(long upTo) {
        List<Made> old = made("SELECT id, after FROM knob_journal WHERE id <= ? AND outcome = ? ORDER BY at, id", upTo, MADE);
        if (!old.isEmpty()) {
            Made newest = old.getLast();
            database.update("UPDATE knob_journal SET before = ?, after = ?, by = 'several' WHERE id = ?", Json.write(Configuration.EMPTY),
                    Json.write(after(old)), newest.id);
            old.removeLast();
            old.forEach(one -> database.update("DELETE FROM knob_journal WHERE id = ?", one.id));
        }
        database.update("DELETE FROM knob_journal WHERE id <= ? AND outcome <> ?", upTo, MADE);
    }
}
