package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.node.Event;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node starts over a store in which an earlier or other program left one thing of every kind that this one cannot read, or that is far larger
/// than any it writes: what cannot be read is left out, told of, and stays.
class DamagedStoreTest {
    private static final String LONG = "a".repeat(3 << 20);

    private static void damage(Path folder, String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpudyno.db"))) {
            for (String sql : List.of("INSERT OR REPLACE INTO settings (name, value) VALUES ('watch.state', ?)",
                    "INSERT OR REPLACE INTO settings (name, value) VALUES ('meters.declared', ?)",
                    "INSERT OR REPLACE INTO settings (name, value) VALUES ('targets', ?)",
                    "INSERT INTO runs (started, report) VALUES (1, ?)",
                    "INSERT OR REPLACE INTO frames (start, millis, body) VALUES (1, 300000, ?)",
                    "INSERT INTO events (at, severity, text) VALUES (1, ?, 'an event')",
                    "INSERT INTO sessions (ended, knobs_before, summary, report) VALUES (0, '{}', ?, 'x')",
                    "INSERT INTO knob_journal (at, by, before, after, outcome) VALUES (1, 'x', '{}', ?, 'made')")) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setString(1, text);
                    statement.executeUpdate();
                }
            }
        }
    }

    private static int count(Path folder, String what) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpudyno.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + what)) {
            return rows.getInt(1);
        }
    }

    @Test
    void stopsNoStart(@TempDir Path folder) throws Exception {
        new LocalNode(folder, "first").close();
        List<String> damages = List.of("not json", "{}", "null", "[null]", "{\"book\": {}, \"outbox\": {}, \"meters\": [null]}",
                "{\"book\": {\"silences\": [{\"id\": 1, \"rule\": \"memory-critical\", \"series\": \"" + LONG
                        + "\"}]}, \"meters\": [{\"meter\": {\"id\": \"a\", \"kind\": \"GAUGE\", \"help\": \"" + LONG + "\"}}]}",
                "{\"book\": \"" + "a".repeat(9 << 20) + "\"}");
        for (String damage : damages) {
            damage(folder, damage);
            int rows = count(folder, "runs") + count(folder, "frames") + count(folder, "sessions");
            try (LocalNode node = new LocalNode(folder, "again")) {
                assertThat(node.alerting().board().rules()).isNotEmpty();
                List<String> told = node.journal().events().stream().map(Event::text).toList();
                String shown = damage.substring(0, Math.min(60, damage.length()));
                assertThat(told).as(shown).anyMatch(line -> line.contains("stored of the alerts"))
                        .allSatisfy(line -> assertThat(line.length()).isLessThan(2_000));
                assertThat(node.runs().list()).as(shown).isEmpty();
                assertThat(node.journal().readiness()).isNotEmpty();
            }
            assertThat(count(folder, "runs") + count(folder, "frames") + count(folder, "sessions")).isGreaterThanOrEqualTo(rows);
            assertThat(count(folder, "settings WHERE name = 'watch.state.unreadable'")).isEqualTo(1);
        }
    }
}
