package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.model.knob.Configuration;
import gpudyno.model.knob.KnobChange;
import gpudyno.model.knob.KnobOutcome;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunSettings;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionRequest;
import gpudyno.node.local.LocalNode;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a local node, and what only a local node can be asked: what it does about an earlier process's remains.
class LocalNodeTest extends NodeContract {
    @Override
    Node reach(LocalNode served, URI address, String token) {
        return served;
    }

    @Test
    void aSessionThatDiedIsRolledBackAtTheNextStartAndSaidSo(@TempDir Path folder) {
        try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held)) {
            Configuration before = Configuration.of(Map.of("serve.batch.maxSize", 4L, "cache.enabled", true));
            store.knobs().add(Instant.now(), new KnobChange(Configuration.EMPTY, before, "test"), KnobOutcome.MADE);
            long id = store.sessions().begin(before);
            store.sessions()
                    .save(SessionReport.builder(id, "option-2", Instant.now()).phase(Phase.SEARCH, "Searching").progress(0.5).build());
            Configuration after = Configuration.of(Map.of("serve.batch.maxSize", 32L, "cache.enabled", false));
            store.knobs().add(Instant.now(), new KnobChange(before, after, "session " + id), KnobOutcome.MADE);
        }
        try (LocalNode next = new LocalNode(folder, "next")) {
            Map<String, Object> knobs = new java.util.HashMap<>();
            next.knobs().states().forEach(state -> knobs.put(state.knob().id(), state.value()));
            assertThat(knobs).containsEntry("serve.batch.maxSize", 4L).containsEntry("cache.enabled", true);
            assertThat(next.sessions().list().getFirst().phase()).isEqualTo(Phase.ROLLED_BACK);
            assertThat(next.journal().events()).anyMatch(event -> event.text().contains("cut off in the middle"));
        }
    }

    @Test
    void aDamagedStoreIsSetAsideAndNeverOverwritten(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("gpudyno.db"), "this is not a database, but somebody may want it back ".repeat(200));
        try (LocalNode next = new LocalNode(folder, "next")) {
            assertThat(next.journal().events()).anyMatch(event -> event.text().contains("damaged"));
        }
        try (var files = Files.list(folder)) {
            assertThat(files.filter(file -> file.getFileName().toString().contains("set-aside"))).hasSize(1);
        }
    }

    @Test
    void aFolderInUseNamesTheProcessThatHoldsIt(@TempDir Path folder) {
        try (DataFolder held = DataFolder.open(folder)) {
            assertThat(held.path()).isEqualTo(folder);
            assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(StoreException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void aLockedStoreStaysWhereItIs(@TempDir Path folder) throws Exception {
        try (LocalNode first = new LocalNode(folder, "first")) {
            assertThat(first.sessions().list()).isEmpty();
        }
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpudyno.db"));
                Statement statement = other.createStatement();
                DataFolder held = DataFolder.open(folder)) {
            statement.execute("PRAGMA locking_mode=EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");
            assertThatThrownBy(() -> Store.open(held)).isInstanceOf(StoreException.class).hasMessageContaining("locked");
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.contains("set-aside"))).isEmpty();
        }
    }

    @Test
    void aSessionWhoseStoreTakesNothingEndsAndSaysSo(@TempDir Path folder) throws Exception {
        try (LocalNode local = new LocalNode(folder, "full");
                NodeServer server = new NodeServer(local, ApiToken.at(folder.resolve("token")), "127.0.0.1", 0)) {
            assertThat(server.port()).isPositive();
            local.knobs().turn(Map.of("serve.batch.maxDelay", 7), "test");
            long id = local.sessions().start(new SessionRequest("option-2", Duration.ofMinutes(2), Workload.DEFAULT, 1, true));
            await().atMost(Duration.ofSeconds(60)).until(() -> local.sessions().report(id).orElseThrow().trials().size() > 1);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpudyno.db"));
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                await().atMost(Duration.ofSeconds(60)).until(() -> local.sessions().report(id).orElseThrow().phase() == Phase.FAILED);
                assertThat(local.sessions().report(id).orElseThrow().message()).contains("locked");
                assertThat(local.sessions().list().getFirst().phase()).isEqualTo(Phase.FAILED);
                assertThat(delay(local)).isEqualTo(7);
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> stored(folder).contains("\"failed\""));
        }
    }

    private static long delay(LocalNode node) {
        return node.knobs().states().stream().filter(state -> state.knob().id().equals("serve.batch.maxDelay"))
                .mapToLong(state -> ((Number) state.value()).longValue()).findFirst().orElseThrow();
    }

    private static String stored(Path folder) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpudyno.db"));
                Statement statement = other.createStatement();
                var rows = statement.executeQuery("SELECT report FROM sessions")) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    @Test
    void runsOutliveTheProcessAndOneCutOffSaysSo(@TempDir Path folder) {
        Run cut;
        try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held)) {
            cut = store.runs().begin(Instant.now(), new Scenario.Poisson(10, Duration.ofSeconds(5)), Workload.DEFAULT, RunSettings.USUAL);
        }
        try (LocalNode next = new LocalNode(folder, "next")) {
            Run kept = next.runs().run(cut.id()).orElseThrow();
            assertThat(kept.scenario()).isEqualTo(cut.scenario());
            assertThat(kept.ended()).isNotNull();
            assertThat(kept.failure()).contains("stopped in the middle");
            assertThat(next.runs().list()).hasSize(1);
        }
    }
}
