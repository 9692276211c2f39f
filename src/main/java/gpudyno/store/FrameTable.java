package gpudyno.store;

import gpudyno.model.meter.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Rolled-up frames, by the tier they belong to. Whoever adds frames of a tier drops those that are too old for it.
///
/// Frames are packed ([PackedFrame]); the layouts they share have a table of their own. Rows of earlier versions hold JSON and are read too.
public final class FrameTable {
    private static final String NAME = "frames";
    /// Rows read at once: the store is free for writers between.
    private static final int AT_ONCE = 400;
    private static final int MOST_LAYOUTS = 100;
    private final Database database;
    private final Map<Long, FrameLayout> layouts = new ConcurrentHashMap<>();
    private volatile @Nullable Known latest;

    /// A layout that is stored.
    private record Known(long id, FrameLayout layout) {}

    private record Row(long start, long layout, byte[] body) {}

    FrameTable(Database database) {
        this.database = database;
    }

    static void create(Database database) {
        database.update("CREATE TABLE frames (start INTEGER NOT NULL, millis INTEGER NOT NULL, body TEXT NOT NULL,"
                + " PRIMARY KEY (millis, start)) WITHOUT ROWID");
    }

    static void addLayouts(Database database) {
        database.update("CREATE TABLE frame_layouts (id INTEGER PRIMARY KEY, names BLOB NOT NULL)");
        database.update("CREATE TABLE packed_frames (id INTEGER PRIMARY KEY, start INTEGER NOT NULL, millis INTEGER NOT NULL,"
                + " layout INTEGER NOT NULL, body BLOB NOT NULL)");
        database.update("CREATE UNIQUE INDEX packed_frames_start ON packed_frames (millis, start)");
        database.update("CREATE INDEX packed_frames_layout ON packed_frames (layout)");
    }

    /// Adds a frame and drops some of those of its tier that began before another instant, both or neither.
    ///
    /// @param length of the frame's tier; its own differs by what the clock was early or late
    public void add(Duration length, Frame frame, Instant dropBefore) {
        latest = database.transaction(() -> {
            Known layout = insert(length, frame);
            drop(length, dropBefore);
            return layout;
        });
    }

    /// Drops some of the oldest of a tier that began before an instant.
    ///
    /// @return how many
    int drop(Duration length, Instant before) {
        return database.transaction(() -> database.update("DELETE FROM packed_frames WHERE id IN (SELECT id FROM packed_frames"
                + " WHERE millis = ? AND start < ? ORDER BY start LIMIT ?)", length.toMillis(), before.toEpochMilli(), Retention.SLICE)
                + database.update("DELETE FROM frames WHERE millis = ? AND start IN (SELECT start FROM frames"
                        + " WHERE millis = ? AND start < ? ORDER BY start LIMIT ?)", length.toMillis(), length.toMillis(),
                        before.toEpochMilli(), Retention.SLICE));
    }

    /// As above, and keeps all others.
    public void add(Duration length, Frame frame) {
        latest = database.transaction(() -> insert(length, frame));
    }

    private Known insert(Duration length, Frame frame) {
        Known before = latest;
        Known layout = before != null && before.layout.suits(frame) ? before : store(FrameLayout.of(frame));
        database.update("INSERT OR REPLACE INTO packed_frames (start, millis, layout, body) VALUES (?, ?, ?, ?)",
                frame.start().toEpochMilli(), length.toMillis(), layout.id, PackedFrame.pack(frame, layout.layout));
        return layout;
    }

    /// Layouts that no frame uses any more go when a new one comes.
    private Known store(FrameLayout layout) {
        database.update("DELETE FROM frame_layouts WHERE NOT EXISTS (SELECT 1 FROM packed_frames WHERE layout = frame_layouts.id)");
        return new Known(database.insert("INSERT INTO frame_layouts (names) VALUES (?)", layout.write()), layout);
    }

    /// Frames of one tier that began in [from, to), oldest first.
    public List<Frame> between(Duration length, Instant from, Instant to) {
        return between(length, from, to, Set.of());
    }

    /// The same with some meters alone.
    ///
    /// @param meters their ids; empty for all
    public List<Frame> between(Duration length, Instant from, Instant to, Set<String> meters) {
        List<Frame> all = new ArrayList<>(database.records(NAME,
                "SELECT start, body FROM frames WHERE millis = ? AND start >= ? AND start < ? ORDER BY start",
                row -> StoredRecord.read(row.getString(2), Frame.class), length.toMillis(), from.toEpochMilli(), to.toEpochMilli()));
        if (!meters.isEmpty()) {
            all.replaceAll(frame -> frame.only(meters));
        }
        long next = from.toEpochMilli();
        List<Row> rows;
        do {
            rows = database.query(
                    "SELECT start, layout, body FROM packed_frames WHERE millis = ? AND start >= ? AND start < ? ORDER BY start"
                            + " LIMIT " + AT_ONCE,
                    row -> new Row(row.getLong(1), row.getLong(2), row.getBytes(3)), length.toMillis(), next,
                    to.toEpochMilli());
            all.addAll(database.unpacked(NAME, rows, row -> String.valueOf(row.start),
                    row -> PackedFrame.unpack(row.body, layout(row.layout), meters)));
            next = rows.isEmpty() ? next : rows.getLast().start + 1;
        } while (rows.size() == AT_ONCE);
        return all;
    }

    private FrameLayout layout(long id) {
        if (layouts.size() > MOST_LAYOUTS) {
            layouts.clear();
        }
        return layouts.computeIfAbsent(id, _ -> {
            Optional<byte[]> names = database.query("SELECT names FROM frame_layouts WHERE id = ?", row -> row.getBytes(1), id).stream()
                    .findFirst();
            return FrameLayout.read(names.orElseThrow(() -> new IllegalArgumentException("its layout " + id + " is missing")));
        });
    }
}
