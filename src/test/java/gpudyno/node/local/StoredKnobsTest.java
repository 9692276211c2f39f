package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobOutcome;
import gpudyno.model.meter.Meter;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node makes of the store that an earlier process left.
class StoredKnobsTest {
    @TempDir
    private Path folder;
    @TempDir
    private Path aside;

    private static Configuration batch(long size) {
        return Configuration.of(Map.of("serve.batch.maxSize", size));
    }

    private static long batch(LocalNode node) {
        return node.knobs().states().stream().filter(state -> state.knob().id().equals("serve.batch.maxSize"))
                .mapToLong(state -> ((Number) state.value()).longValue()).findFirst().orElseThrow();
    }

    private interface Fill {
        void fill(Store store);
    }

    private void store(Fill fill) {
        try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held)) {
            fill.fill(store);
        }
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpudyno.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// A child process that is killed while a change is under way, whose backend would have refused it.
    @Test
    void aChangeInWhichTheProcessWasKilledIsNotTriedAgain() throws Exception {
        Path said = Files.createTempFile(aside, "said", "");
        Process child = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"), KilledWhileTurning.class.getName(), folder.toString())
                .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            await().atMost(Duration.ofMinutes(2)).until(() -> Files.readString(said).contains("turning") || !child.isAlive());
            assertThat(said).content().contains("turning");
        } finally {
            child.destroyForcibly().waitFor();
        }
        try (LocalNode next = new LocalNode(folder, "next")) {
            assertThat(batch(next)).isEqualTo(4);
            assertThat(next.journal().events()).anyMatch(event -> event.text().contains("stopped in the middle of a change by user"));
        }
    }

    @Test
    void aChangeThatFailedIsNotTriedAgain() {
        store(store -> {
            store.knobs().add(Instant.now(), new KnobChange(batch(8), batch(4), "user"), KnobOutcome.MADE);
            store.knobs().add(Instant.now(), new KnobChange(batch(4), batch(64), "user"), KnobOutcome.FAILED);
        });
        try (LocalNode next = new LocalNode(folder, "next")) {
            assertThat(batch(next)).isEqualTo(4);
        }
    }

    @Test
    void theSecondStartAfterASessionThatDiedStillHasTheKnobsOfBefore() {
        long stock;
        try (LocalNode first = new LocalNode(folder, "first")) {
            stock = batch(first);
        }
        store(store -> {
            long id = store.sessions().begin(batch(stock));
            store.sessions()
                    .save(SessionReport.builder(id, "option-2", Instant.now()).phase(Phase.SEARCH, "Searching").progress(0.5).build());
            store.knobs().add(Instant.now(), new KnobChange(batch(stock), batch(stock + 3), "session " + id), KnobOutcome.MADE);
        });
        for (int start = 0; start < 2; start++) {
            try (LocalNode next = new LocalNode(folder, "next")) {
                assertThat(batch(next)).as("start %d", start).isEqualTo(stock);
            }
        }
    }

    @Test
    void aStoreFullOfRowsThatCannotBeReadStartsListsAndIsToldOf() throws SQLException {
        store(store -> {
            store.settings().set("meters.declared", "{\"meters\":[{]}");
            store.settings().set("targets", "option-99");
            store.settings().set("watch.state", "{");
            store.knobs().add(Instant.now(), new KnobChange(batch(8), batch(4), "user"), KnobOutcome.MADE);
        });
        sql("INSERT INTO knob_journal (at, by, before, after) VALUES (9999999999999, 'user', '{', '{')");
        sql("INSERT INTO sessions VALUES (1, 0, '{', '{', '{')");
        sql("INSERT INTO runs VALUES (1, 0, '{\"id\":1}')");
        sql("INSERT INTO events VALUES (1, 0, 'LOUD', 'x')");
        sql("INSERT INTO frames VALUES (1, 10000, 'x'), (1, 300000, '')");
        try (LocalNode node = new LocalNode(folder, "node")) {
            assertThat(batch(node)).isEqualTo(4);
            assertThat(node.sessions().list()).isEmpty();
            assertThat(node.runs().list()).isEmpty();
            assertThat(((NodeModule) node.sessions()).readiness()).isEmpty();
            assertThat(node.journal().recommendations()).isEmpty();
            assertThat(node.journal().targets()).isEqualTo("option-2");
            node.journal().events();
            assertThat(node.journal().events()).extracting(event -> event.text())
                    .anyMatch(text -> text.contains("table knob_journal")).anyMatch(text -> text.contains("table sessions"))
                    .anyMatch(text -> text.contains("table runs")).anyMatch(text -> text.contains("table events"))
                    .anyMatch(text -> text.contains("table settings") && text.contains("meters.declared"))
                    .anyMatch(text -> text.contains("table settings") && text.contains("option-99"));
        }
    }

    @Test
    void aMeterThatCannotBeStoredIsNotDeclared() throws Exception {
        Meter meter = Meter.gauge("my.level", "1", "A level");
        try (LocalNode node = new LocalNode(folder, "node")) {
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpudyno.db"));
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertThatThrownBy(() -> node.customMeters().declare(meter)).isInstanceOf(StoreException.class)
                        .hasMessageContaining("gpudyno.db");
            }
            assertThat(node.customMeters().declared()).isEmpty();
            assertThat(node.frames().meters()).doesNotContain(meter);
            node.customMeters().declare(meter);
            assertThat(node.customMeters().declared()).containsExactly(meter);
        }
    }
}
