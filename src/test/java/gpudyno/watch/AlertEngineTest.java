package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.io.IOException;
import java.nio.file.Files;
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

        @Override
        public Error outOfMemory(OutOfMemoryError error) {
            return error;
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
            java.util.Objects.requireNonNull(quiet);
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
    void whatCannotBeStoredIsRefusedAndNotInForce() throws IOException {
        try (AlertEngine engine = engine()) {
            engine.setRule(rule("failing", "errors.percent > 50.0", null));
            frames(engine, 3, 0, 2, 20);
            judged(engine, 3);
            diskFull = true;
            Silence silence = new Silence(0, "failing", "", Instant.now().plusSeconds(600), "test", "");
            assertThatThrownBy(() -> engine.silence(silence)).isInstanceOf(StoreException.class);
            long alert = engine.loud().getFirst().id();
            assertThatThrownBy(() -> engine.acknowledge(alert, "seen")).isInstanceOf(StoreException.class);
            assertThat(engine.board().silences()).isEmpty();
            assertThat(engine.loud()).singleElement().matches(one -> !one.acknowledged());
            assertThat(engine.isDegraded()).isTrue();
            diskFull = false;
            long id = engine.silence(silence);
            diskFull = true;
            assertThatThrownBy(() -> engine.unsilence(id)).isInstanceOf(StoreException.class);
            assertThat(engine.board().silences()).hasSize(1);
            diskFull = false;
            // A file where the folder should be: nothing can be written, whoever runs this.
            Files.delete(folder.resolve("alerts.yaml"));
            Files.delete(folder);
            Files.createFile(folder);
            assertThatThrownBy(() -> engine.setRule(rule("second", "errors.percent > 10.0", null))).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> engine.removeRule("failing")).isInstanceOf(StoreException.class);
            assertThat(engine.board().rules()).extracting(status -> status.rule().id()).contains("failing").doesNotContain("second");
        } finally {
            Files.delete(folder);
            Files.createDirectory(folder);
        }
    }

    @Test
    void aStoredRuleThatIsRefusedNowIsKeptOffAndToldAndTheOthersHold() throws IOException {
        Files.writeString(folder.resolve("alerts.yaml"), """
            rules:
              - {id: bomb, condition: "'a'.matches('(((a{1,1000}){1,1000}){1,1000})')", for: PT1S}
              - {id: wordy, condition: 'errors.percent > 1.0', title: '%s'}
              - {id: failing, condition: 'errors.percent > 50.0', window: PT5S}
            """.formatted("long ".repeat(100)));
        try (AlertEngine engine = engine()) {
            assertThat(said).anyMatch(line -> line.contains("bomb") && line.contains("off") && line.contains("steps"))
                    .anyMatch(line -> line.contains("wordy") && line.contains("title"));
            assertThat(engine.isDegraded()).isTrue();
            assertThat(engine.evidence()).contains("2 stored rules were refused");
            assertThat(engine.board().rules()).filteredOn(status -> status.rule().id().equals("bomb")).singleElement()
                    .satisfies(status -> {
                        assertThat(status.rule().on()).isFalse();
                        assertThat(status.problem()).contains("steps");
                    });
            frames(engine, 3, 0, 2, 20);
            judged(engine, 3);
            assertThat(loud(engine)).containsExactly("failing");
            engine.setRule(rule("more", "errors.percent > 60.0", null));
            assertThat(folder.resolve("alerts.yaml")).content().contains("long long").contains("{1,1000}");
            engine.removeRule("wordy");
            engine.setRule(rule("bomb", "errors.percent > 70.0", null));
            assertThat(folder.resolve("alerts.yaml")).content().doesNotContain("long long").doesNotContain("{1,1000}");
            assertThat(engine.isDegraded()).isFalse();
        }
    }

    @Test
    void programsThatWouldTakeTheNodesMemoryAreRefusedBeforeTheyAreCompiled() {
        try (AlertEngine engine = engine()) {
            for (String bomb : List.of("'a'.matches('(((a{1,1000}){1,1000}){1,1000})')", "matches('a', '(a{1000}){1000}')",
                    "'a'.matches('(a' + '{1000}){1000}')", "[1, 2].all(x, [1, 2].all(y, x > y))")) {
                assertThatThrownBy(() -> engine.preview(rule("bomb", bomb, null), Duration.ofHours(1)))
                        .isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> engine.setRule(rule("bomb", bomb, null))).isInstanceOf(IllegalArgumentException.class);
            }
            frames(engine, 3, 10, 0, 20);
            judged(engine, 3);
            assertThat(engine.isDegraded()).isFalse();
        }
    }

    @Test
    void everyFieldOfASilenceIsBoundedByNameAndStoredOnesThatAreNotAreLifted() {
        Instant soon = Instant.now().plusSeconds(600);
        String huge = "s".repeat(3 << 20);
        try (AlertEngine engine = engine()) {
            engine.setRule(rule("failing", "errors.percent > 50.0", null));
            assertThatThrownBy(() -> engine.silence(new Silence(0, "failing", huge, soon, "test", ""))).hasMessageContaining("series");
            assertThatThrownBy(() -> engine.silence(new Silence(0, "failing", "", soon, huge, ""))).hasMessageContaining("by");
            assertThatThrownBy(() -> engine.silence(new Silence(0, "failing", "", soon, "test", huge))).hasMessageContaining("note");
            assertThatThrownBy(() -> engine.silence(new Silence(0, huge, "", soon, "test", ""))).hasMessageContaining("no rule")
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
            assertThatThrownBy(() -> engine.silence(new Silence(0, "failing", "", Instant.MAX, "test", ""))).hasMessageContaining("year");
            for (int i = 0; i < 200; i++) {
                engine.silence(new Silence(0, "failing", "s" + i, soon, "test", ""));
            }
            assertThatThrownBy(() -> engine.silence(new Silence(0, "failing", "", soon, "test", "")))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("200");
        }
        stored.replaceAll((_, text) -> text.replace("\"s7\"", "\"" + huge + "\""));
        try (AlertEngine again = engine()) {
            assertThat(again.board().silences()).hasSize(199);
            assertThat(said).anyMatch(line -> line.contains("was lifted") && line.contains("series"));
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
