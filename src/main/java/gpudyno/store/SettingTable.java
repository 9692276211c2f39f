package gpudyno.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Single values by name. The names are the program's own, so there is one row for each and nothing to drop.
public final class SettingTable {
    private static final String NAME = "settings";
    private static final String UNREADABLE = ".unreadable";
    private final Database database;

    SettingTable(Database database) {
        this.database = database;
    }

    static void create(Database database) {
        database.update("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID");
    }

    public Optional<String> get(String name) {
        return database.records(NAME, "SELECT name, value FROM settings WHERE name = ?", row -> row.getString(2), name).stream()
                .findFirst();
    }

    /// A setting that holds a record as JSON. A setting that cannot be read is reported and kept under another name, so that the next
    /// [#set] does not overwrite it.
    public <T> Optional<T> get(String name, Class<T> type) {
        Optional<String> text = get(name);
        List<T> read = database.records(NAME, "SELECT name, value FROM settings WHERE name = ?",
                row -> StoredRecord.read(row.getString(2), type), name);
        if (read.isEmpty() && text.isPresent()) {
            set(name + UNREADABLE, text.get());
        }
        return read.stream().findFirst();
    }

    /// Marks a setting whose value turned out to be unusable: it is reported and kept under another name.
    public void refuse(String name, String value, String reason) {
        set(name + UNREADABLE, value);
        database.unreadable().found(NAME, Map.of(name, reason));
        database.unreadable().tell();
    }

    public void set(String name, String value) {
        database.update("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, value);
    }

    public void remove(String name) {
        database.update("DELETE FROM settings WHERE name = ?", name);
    }
}
