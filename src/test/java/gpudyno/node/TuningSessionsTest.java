package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import gpudyno.Alone;
import gpudyno.model.cost.Prices;
import gpudyno.model.knob.Configuration;
import gpudyno.model.load.Workload;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.Goal;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import gpudyno.model.tune.SessionRequest;
import gpudyno.model.tune.SessionSummary;
import gpudyno.model.tune.Trial;
import gpudyno.node.local.LocalNode;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Alone
final class TuningSessionsTest {
    private static final String KNOB = "serve.batch.maxSize";

    @Test
    void theBestAppliedAfterTheEndIsRecordedAndCanBeRolledBack(@TempDir Path folder) {
        long id;
        try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held)) {
            id = won(store, 32L);
        }
        try (LocalNode node = new LocalNode(folder, "node")) {
            node.sessions().applyBest(id);
            SessionReport applied = node.sessions().report(id).orElseThrow();
            assertThat(applied.applied()).isTrue();
            assertThat(applied.message()).contains("Applied by request at").doesNotContain("back where they were");
            node.sessions().rollBack(id);
            assertThat(node.sessions().report(id).orElseThrow().applied()).isFalse();
            assertThat(node.sessions().report(id).orElseThrow().message()).contains("Rolled back by request at");
        }
    }

    @Test
    void anAppliedBestTakesThePlaceOfTheOneBefore(@TempDir Path folder) {
        long first;
        long second;
        try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held)) {
            first = won(store, 32L);
            second = won(store, 16L);
        }
        try (LocalNode node = new LocalNode(folder, "node")) {
            node.sessions().applyBest(first);
            node.sessions().applyBest(second);
            assertThat(node.sessions().list()).filteredOn(SessionSummary::applied).extracting(SessionSummary::id).containsExactly(second);
            assertThat(node.sessions().report(first).orElseThrow().message()).contains("Replaced by the best of session " + second);
        }
    }

    /// A session that ended with a verified best, and put the knobs back.
    private static long won(Store store, long batch) {
        Configuration before = Configuration.of(Map.of(KNOB, 4L));
        long id = store.sessions().begin(before);
        Instant now = Instant.now();
        store.sessions().save(SessionReport.builder(id, "option-2", now)
                .phase(Phase.FINISHED, "Better, verified; the knobs are back where they were.").progress(1).ended(now)
                .baseline(column(before)).best(column(Configuration.of(Map.of(KNOB, batch)))).verdict(Verdict.BETTER).build());
        return id;
    }

    @Test
    void aSessionWhoseFirstRecordIsRefusedIsNotShownAsRunning(@TempDir Path folder) throws Exception {
        try (DataFolder held = DataFolder.open(folder); Store store = Store.open(held)) {
            assertThat(store.sessions().summaries(1)).isEmpty();
        }
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("gpudyno.db"));
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TRIGGER full BEFORE UPDATE ON sessions BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
        }
        try (LocalNode node = new LocalNode(folder, "node");
                NodeServer _ = new NodeServer(node, ApiToken.at(folder.resolve("token")), "127.0.0.1", 0)) {
            assertThatThrownBy(() -> node.sessions().start(request())).isInstanceOf(StoreException.class);
            assertThat(node.journal().activity()).isEmpty();
            assertThat(node.sessions().list()).isEmpty();
        }
    }

    @Test
    void aTrialCutOffByAPersonsStopIsStoppedNotPruned(@TempDir Path folder) throws Exception {
        try (LocalNode node = new LocalNode(folder, "node");
                NodeServer _ = new NodeServer(node, ApiToken.at(folder.resolve("token")), "127.0.0.1", 0)) {
            long id = node.sessions().start(request());
            await().atMost(Duration.ofSeconds(60)).until(() -> node.sessions().report(id).orElseThrow().trials().stream()
                    .anyMatch(trial -> trial.status() == Trial.Status.RUNNING));
            node.sessions().stop(id);
            SessionReport report = node.sessions().report(id).orElseThrow();
            assertThat(report.phase()).isEqualTo(Phase.STOPPED);
            assertThat(report.trials().getLast().status()).isEqualTo(Trial.Status.STOPPED);
        }
    }

    @Test
    void trialsTellTheirCostByThePricesAtTheSessionsStart(@TempDir Path folder) throws Exception {
        try (LocalNode node = new LocalNode(folder, "node");
                NodeServer _ = new NodeServer(node, ApiToken.at(folder.resolve("token")), "127.0.0.1", 0)) {
            node.cost().declare(new Prices("CHF", 3.6, "declared", null, List.of(), null, 150.0, null, null));
            long id = node.sessions().start(new SessionRequest("option-2", Duration.ofMinutes(2), Workload.DEFAULT, 1, true,
                    SessionRequest.AUTO, List.of(), Goal.COST));
            node.cost().declare(new Prices("USD", 99.0, "declared", null, List.of(), null, 150.0, null, null));
            await().atMost(Duration.ofSeconds(60)).until(() -> node.sessions().report(id).orElseThrow().trials().stream()
                    .anyMatch(trial -> trial.meters().containsKey(DerivedMeters.ENERGY_PER_THOUSAND)));
            node.sessions().stop(id);
            SessionReport report = node.sessions().report(id).orElseThrow();
            assertThat(Objects.requireNonNull(report.cost()).currency()).isEqualTo("CHF");
            assertThat(Objects.requireNonNull(report.request()).goal()).isEqualTo(Goal.COST);
            assertThat(report.notes()).anyMatch(note -> note.contains("3.600 CHF an hour of the machine (declared)"));
            int devices = Math.max(1, node.gpus().devices().size());
            Trial trial = report.trials().stream().filter(one -> one.meters().containsKey(DerivedMeters.COST_PER_THOUSAND)).findFirst()
                    .orElseThrow();
            double rate = Objects.requireNonNull(trial.meters().get(DerivedMeters.THROUGHPUT));
            assertThat(trial.meters().get(DerivedMeters.COST_PER_THOUSAND)).isCloseTo(devices / rate, within(1e-9));
        }
    }

    private static SessionRequest request() {
        return new SessionRequest("option-2", Duration.ofMinutes(2), Workload.DEFAULT, 1, true);
    }

    private static Column column(Configuration knobs) {
        return new Column(knobs, null, null, Map.of(), Map.of());
    }
}
