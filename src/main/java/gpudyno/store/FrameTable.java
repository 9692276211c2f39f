package gpudyno.store;

import gpudyno.model.meter.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Rolled-up frames, by the tier they belong to. Whoever adds frames of a tier drops those that are too old for it.
public final class FrameTable {
    private static final String NAME = "frames";
    private final Database database;

    FrameTable(Database database) {
        this.database = database;
    }

    static void create(Database database) {
        database.update("CREATE TABLE frames (start INTEGER NOT NULL, millis INTEGER NOT NULL, body TEXT NOT NULL,"
                + " PRIMARY KEY (millis, start)) WITHOUT ROWID");
    }

    /// Adds a frame and drops those of its tier that began before another instant, both or neither.
    ///
    /// @param length of the frame's tier; its own differs by what the clock was early or late
    public void add(Duration length, Frame frame, Instant dropBefore) {
        database.transaction(() -> {
            add(length, frame);
            database.update("DELETE FROM frames WHERE millis = ? AND start < ?", length.toMillis(), dropBefore.toEpochMilli());
            return frame;
        });
    }

    /// As above, and keeps all others.
    public void add(Duration length, Frame frame) {
        database.update("INSERT OR REPLACE INTO frames (start, millis, body) VALUES (?, ?, ?)", frame.start().toEpochMilli(),
                length.toMillis(), Json.write(frame));
    }

    /// Frames of one tier that began in [from, to), oldest first.
    public List<Frame> between(Duration length, Instant from, Instant to) {
        return database.records(NAME, "SELECT start, body FROM frames WHERE millis = ? AND start >= ? AND start < ? ORDER BY start",
                row -> StoredRecord.read(row.getString(2), Frame.class), length.toMillis(), from.toEpochMilli(), to.toEpochMilli());
    }
}
