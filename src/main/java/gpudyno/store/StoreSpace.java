package gpudyno.store;

import gpudyno.model.node.RecordKind;
import gpudyno.model.node.StoreContents;
import gpudyno.model.node.StoredRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at what takes the room of a store. Reads beside the writer, over a connection of its own.
final class StoreSpace {
    /// What is added to the fields of a row where pages cannot be counted: its header and its share of the tree, in bytes.
    private static final int ROW = 16;

    private final Database reading;
    private final Map<RecordKind, Long> limits;
    private final Map<String, Long> counted;

    /// Where records of a kind are.
    ///
    /// @param which of the table's rows; empty for all
    /// @param body the expression of the bytes of a row
    /// @param at the expression of when the oldest was made, epoch milliseconds; empty where rows do not say
    private record Place(String table, String which, String body, String at) {
        private static Place frames(long millis) {
            return new Place("packed_frames", " WHERE millis = " + millis, "length(body)", "min(start)");
        }

        private static Place records(String table) {
            return new Place(table, "", "length(record)", "min(at)");
        }
    }

    private record Found(long rows, long bytes, @Nullable Instant oldest) {}

    private StoreSpace(Database reading, Map<RecordKind, Long> limits) {
        this.reading = reading;
        this.limits = limits;
        counted = counted(reading);
    }

    static StoreContents look(Path file, Map<RecordKind, Long> limits) {
        try (Database reading = Database.readOnly(file)) {
            StoreSpace space = new StoreSpace(reading, limits);
            List<StoredRecords> kinds = new ArrayList<>();
            for (RecordKind kind : RecordKind.values()) {
                kinds.add(space.records(kind));
            }
            return new StoreContents(Files.size(file), space.number("PRAGMA freelist_count") * space.number("PRAGMA page_size"), kinds);
        } catch (IOException e) {
            throw new StoreException("the store " + file + " cannot be read: " + DataFolder.reason(e), e);
        }
    }

    /// Bytes of the pages of each table and its indexes; empty where this build of SQLite does not count them.
    private static Map<String, Long> counted(Database reading) {
        Map<String, Long> bytes = new HashMap<>();
        try {
            reading.query(
                    "SELECT m.tbl_name, d.pgsize FROM dbstat AS d JOIN sqlite_master AS m ON m.name = d.name WHERE d.aggregate = TRUE",
                    row -> bytes.merge(row.getString(1), row.getLong(2), Long::sum));
        } catch (StoreException _) {
            bytes.clear();
        }
        return bytes;
    }

    private long number(String sql) {
        return reading.query(sql, row -> row.getLong(1)).getFirst();
    }

    private static Place place(RecordKind kind) {
        return switch (kind) {
            case TEN_SECONDS -> Place.frames(10_000);
            case FIVE_MINUTES -> Place.frames(300_000);
            case SESSIONS -> new Place("sessions", "", "length(knobs_before) + length(summary) + length(report)", "");
            case RUNS -> new Place("runs", "", "length(report)", "min(started)");
            case TRACES -> new Place("traces", "", "length(line) + length(whole) + 80", "min(at)");
            case EVENTS -> new Place("events", "", "length(text) + 16", "min(at)");
            case LEDGER -> new Place("ledger", "", "length(record)", "min(id) * 1000");
            case KNOB_CHANGES -> new Place("knob_journal", "", "length(before) + length(after)", "min(at)");
            case INCIDENTS -> Place.records("incidents");
            case ANOMALIES -> Place.records("anomalies");
            case AHEAD_ACTIONS -> Place.records("ahead_actions");
            case MEMORY_ACTIONS -> new Place("memory_actions", "", "length(action)", "min(at)");
            case GPU_PROCESSES -> new Place("gpu_processes", "", "length(body)", "min(seen)");
        };
    }

    private StoredRecords records(RecordKind kind) {
        Place place = place(kind);
        Found found = found(place, place.which);
        Long pages = counted.get(place.table);
        long limit = limits.getOrDefault(kind, kind.usual());
        if (pages == null) {
            return new StoredRecords(kind, found.rows, found.bytes, false, found.oldest, limit);
        }
        if (place.which.isEmpty()) {
            return new StoredRecords(kind, found.rows, pages, true, found.oldest, limit);
        }
        // Two tiers of frames share a table: each has its share of the pages.
        long all = found(place, "").bytes;
        return new StoredRecords(kind, found.rows, all == 0 ? 0 : Math.round((double) pages * found.bytes / all), false, found.oldest,
                limit);
    }

    private Found found(Place place, String which) {
        String oldest = place.at.isEmpty() ? "NULL" : place.at;
        return reading
                .query("SELECT count(*), coalesce(sum(" + place.body + " + " + ROW + "), 0), " + oldest + " FROM " + place.table + which,
                        row -> new Found(row.getLong(1), row.getLong(2),
                                row.getObject(3) == null ? null : Instant.ofEpochMilli(row.getLong(3))))
                .getFirst();
    }
}
