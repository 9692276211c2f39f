package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.AlertRule.DuringTests;
import gpudyno.model.alert.Silence;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.model.node.Event.Severity;
import gpudyno.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine on its own thread over frames of a real registry, with a store that a restart finds again.
class AlertEngineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private final MeterRegistry meters = new MeterRegistry();
    private final List<Frame> history = new CopyOnWriteArrayList<>();
    private final Map<String, String> stored = new ConcurrentHashMap<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private volatile boolean testing;
    private volatile boolean diskFull;
    private volatile double cpu = 10;
    private Instant now = Instant.now().minusSeconds(3600);

    private final AlertEngine.Host host = new AlertEngine.Host() {
        @Override
        public String name() {
            return "node";
        }

        @Override
        public @Nullable Meter meter(String id) {
            return meters.meter(id);
        }

        @Override
        public List<Frame> history(Instant from, Instant to) {
            return List.copyOf(history);
        }

        @Override
        public Optional<String> stored(String key) {
            return Optional.ofNullable(stored.get(key));
        }

        @Override
        public void store(String key, String text) {
            if (diskFull) {
                throw new StoreException("the disk is full");
            }
            stored.put(key, text);
        }

        @Override
        public void say(String text) {
            said.add(text);
        }
    };

    AlertEngineTest() {
        Meters.builtIn().forEach(meters::declare);
        meters.gauge(Meters.TESTING, () -> testing ? 1 : 0);
        meters.gauge(Meters.HOST_CPU, () -> cpu);
    }

    private AlertEngine engine() {
        return new AlertEngine(host, folder.resolve("alerts.yaml"));
    }

    private static AlertRule rule(String id, String condition, @Nullable DuringTests duringTests) {
        return new AlertRule(id, id, id, condition, null, Duration.ofSeconds(5), Duration.ZERO, Duration.ZERO, Duration.ZERO,
                AlertRule.NoData.CLEAR, Severity.WARNING, List.of(), true, duringTests);
    }

    /// Closes a frame a second with so many requests in each and hands it to the engine.
    private void frames(AlertEngine engine, int count, int correct, int failed, double milliseconds) {
        for (int i = 0; i < count; i++) {
            meters.counter(Meters.ARRIVALS).add(correct + failed);
            meters.counter(Meters.REQUESTS, Outcome.OK.label()).add(correct);
            meters.counter(Meters.REQUESTS, Outcome.FAILED.label()).add(failed);
            meters.distribution(Meters.RESPONSE).record(milliseconds);
            Frame frame = meters.close(history.size() + 1L, now, SECOND);
            now = now.plus(SECOND);
            history.add(frame);
            engine.accept(frame);
        }
    }

    private static void judged(AlertEngine engine, int frames) {
        await().atMost(Duration.ofSeconds(20)).until(() -> engine.evidence().contains(" over " + frames + " frames"));
    }

    private static List<String> loud(AlertEngine engine) {
        return engine.loud().stream().map(Alert::rule).sorted().toList();
    }

    @Test
    void aTestSetsOffNoServingRuleAndEatsNoErrorBudgetNowOrAfterARestart() {
        try (AlertEngine engine = engine()) {
            frames(engine, 120, 50, 0, 20);
            testing = true;
            cpu = 99;
            frames(engine, 120, 10, 40, 9000);
            judged(engine, 240);
            assertThat(loud(engine)).containsExactly("host-cpu-critical");
            AlertBoard.QuietForTest quiet = engine.board().quiet();
            assertThat(quiet).isNotNull();
            assertThat(quiet.since()).isEqualTo(history.get(120).start());
            assertThat(quiet.rules()).contains("errors-critical", "response-high", "budget-burn-fast", "cache-emptied")
                    .doesNotContain("memory-critical", "host-cpu-high", "fragmentation");
            assertThat(engine.evidence()).contains("a test keeps");
            testing = false;
            cpu = 10;
            frames(engine, 60, 50, 0, 20);
            judged(engine, 300);
            assertThat(engine.loud()).isEmpty();
            assertThat(engine.board().quiet()).isNull();
            assertThat(engine.board().ended()).extracting(Alert::rule).containsExactlyInAnyOrder("host-cpu-critical", "host-cpu-high");
        }
        try (AlertEngine again = engine()) {
            frames(again, 60, 50, 0, 20);
            judged(again, 60);
            assertThat(again.loud()).isEmpty();
            assertThat(again.preview(rule("burning", "burn(99.0, \"1h\") > 1.0", null), Duration.ofHours(1)).fired()).isEmpty();
            assertThat(again.preview(rule("slow", "latency.p95.ms > 5000.0", null), Duration.ofHours(1)).fired()).isEmpty();
            assertThat(again.preview(rule("slow", "latency.p95.ms > 5000.0", DuringTests.FIRE), Duration.ofHours(1)).fired()).hasSize(1);
        }
    }

    @Test
    void aRuleMayFireDuringTestsAndAResourceRuleMayBeQuiet() {
        try (AlertEngine engine = engine()) {
            engine.setRule(rule("errors-always", "errors.percent > 50.0", DuringTests.FIRE));
            engine.setRule(rule("cpu-quiet", "host.cpu.percent > 90.0", DuringTests.QUIET));
            testing = true;
            cpu = 99;
            frames(engine, 10, 0, 10, 20);
            judged(engine, 10);
            assertThat(loud(engine)).containsExactly("errors-always");
            testing = false;
            frames(engine, 10, 0, 10, 20);
            judged(engine, 20);
            assertThat(loud(engine)).contains("errors-always", "cpu-quiet");
        }
        assertThat(folder.resolve("alerts.yaml")).content().contains("duringTests: \"fire\"").contains("duringTests: \"quiet\"");
        try (AlertEngine again = engine()) {
            assertThat(again.board().rules()).filteredOn(status -> status.rule().id().equals("errors-always")).singleElement()
                    .satisfies(status -> assertThat(status.rule().duringTests()).isEqualTo(DuringTests.FIRE));
        }
    }

    @Test
    void whatFiredBeforeATestIsHeldQuietlyAndFiresOnOnlyIfItIsStillTrueAfterIt() {
        try (AlertEngine engine = engine()) {
            engine.setRule(rule("failing", "errors.percent > 50.0", null));
            frames(engine, 10, 0, 10, 20);
            judged(engine, 10);
            assertThat(loud(engine)).contains("failing");
            testing = true;
            frames(engine, 20, 10, 0, 20);
            judged(engine, 30);
            assertThat(engine.loud()).isEmpty();
            assertThat(engine.board().active()).filteredOn(alert -> alert.rule().equals("failing")).singleElement()
                    .matches(alert -> alert.inhibited() && alert.state() == Alert.State.FIRING);
            testing = false;
            frames(engine, 1, 0, 10, 20);
            judged(engine, 31);
            assertThat(loud(engine)).contains("failing");
            frames(engine, 10, 10, 0, 20);
            judged(engine, 41);
            assertThat(loud(engine)).doesNotContain("failing");
        }
    }

    @Test
    void whatIsLoudFollowsEverythingPeopleDoAtOnceAndIsThereAfterARestart() {
        try (AlertEngine engine = engine()) {
            engine.setRule(rule("failing", "errors.percent > 50.0", null));
            frames(engine, 3, 0, 2, 20);
            judged(engine, 3);
            assertThat(loud(engine)).containsExactly("failing");
            long silence = engine.silence(new Silence(0, "failing", "", Instant.now().plusSeconds(600), "test", ""));
            assertThat(engine.loud()).isEmpty();
            engine.unsilence(silence);
            assertThat(loud(engine)).containsExactly("failing");
            engine.acknowledge(engine.loud().getFirst().id(), "seen");
            assertThat(engine.loud()).singleElement().matches(Alert::acknowledged);
        }
        try (AlertEngine again = engine()) {
            assertThat(loud(again)).containsExactly("failing");
            again.removeRule("failing");
            assertThat(again.loud()).isEmpty();
        }
    }
}
