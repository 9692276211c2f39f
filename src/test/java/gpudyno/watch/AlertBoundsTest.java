package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertRule;
import gpudyno.model.alert.RuleStatus;
import gpudyno.model.alert.Silence;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Sample;
import gpudyno.model.node.Event.Severity;
import gpudyno.store.Json;
import gpudyno.store.StoreException;
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

class AlertBoundsTest {
    private static final Meter HEAT = Meter.gauge("test.heat", "1", "Heat.");

    private final MeterRegistry meters = new MeterRegistry();
    private final Told host = new Told();
    private final Instant start = Instant.now();
    private double heat = 100;
    private long sequence;

    @TempDir
    Path folder;

    /// A host whose meters can fail with an error.
    private final class Told implements AlertEngine.Host {
        final List<String> said = new CopyOnWriteArrayList<>();
        final Map<String, String> kept = new ConcurrentHashMap<>();
        volatile @Nullable Error failure;

        @Override
        public String name() {
            return "bench";
        }

        @Override
        public @Nullable Meter meter(String id) {
            return meters.meter(id);
        }

        @Override
        public List<Frame> history(Instant from, Instant to) {
            return List.of();
        }

        @Override
        public Optional<String> stored(String key) {
            return Optional.ofNullable(kept.get(key));
        }

        @Override
        public void store(String key, String text) {
            Error now = failure;
            if (now != null) {
                throw now;
            }
            kept.put(key, text);
        }

        @Override
        public void say(String text) {
            said.add(text);
        }
    }

    AlertBoundsTest() {
        meters.gauge(HEAT, () -> heat);
    }

    private Path file() {
        return folder.resolve("alerts.yaml");
    }

    private AlertEngine engine(String rules) throws Exception {
        Files.writeString(file(), rules);
        return new AlertEngine(host, file());
    }

    private Frame frame() {
        return meters.close(++sequence, start.plusSeconds(sequence), Duration.ofSeconds(1));
    }

    private static AlertRule rule(String id, String title, String condition) {
        return new AlertRule(id, title, id, condition, null, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, Duration.ZERO,
                AlertRule.NoData.CLEAR, Severity.WARNING, List.of(), true);
    }

    private void awaitFiring(AlertEngine engine) {
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            engine.accept(frame());
            return engine.board().active().stream().anyMatch(alert -> alert.state() == Alert.State.FIRING);
        });
    }

    @Test
    void aStoredRuleThatIsNoLongerAllowedIsKeptSwitchedOffAndToldOf() throws Exception {
        try (AlertEngine engine = engine("""
            rules:
            - id: bomb
              condition: "'a'.matches('(((a{1,1000}){1,1000}){1,1000})')"
            - id: hot
              condition: test.heat > 1.0
            """)) {
            assertThat(engine.board().rules()).extracting(RuleStatus::rule).extracting(AlertRule::id, AlertRule::on)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("bomb", false), org.assertj.core.groups.Tuple.tuple("hot", true));
            assertThat(host.said).singleElement().asString().contains("bomb", "'matches' is not allowed", "switched off");
            awaitFiring(engine);
        }
    }

    @Test
    void anErrorInOneFrameIsShownAndTheNextFrameIsJudged() throws Exception {
        try (AlertEngine engine = engine("rules: [{id: hot, condition: test.heat > 1.0}]")) {
            host.failure = new StackOverflowError("deep");
            engine.accept(frame());
            await().atMost(Duration.ofSeconds(10)).until(engine::isDegraded);
            assertThat(engine.evidence()).contains("could not be judged", "deep");
            host.failure = null;
            awaitFiring(engine);
            await().atMost(Duration.ofSeconds(10)).until(() -> !engine.isDegraded());
            assertThat(host.said).anyMatch(said -> said.contains("could not be judged"));
        }
    }

    @Test
    void onlyWhatTheProcessCannotGoOnWithoutEndsIt() {
        assertThat(EndOfProcess.isOutlived(new OutOfMemoryError())).isFalse();
        assertThat(EndOfProcess.isOutlived(new InternalError())).isFalse();
        assertThat(EndOfProcess.isOutlived(new StackOverflowError())).isTrue();
        assertThat(EndOfProcess.isOutlived(new NoClassDefFoundError())).isTrue();
        assertThat(EndOfProcess.isOutlived(new IllegalStateException())).isTrue();
    }

    @Test
    void everyFieldOfARuleIsBoundedByName() throws Exception {
        String tooLong = "x".repeat(3_000_000);
        try (AlertEngine engine = engine("rules: []")) {
            assertThatThrownBy(() -> engine.setRule(rule("hot", tooLong, "test.heat > 1.0"))).hasMessageContaining("title has 3000000");
            assertThatThrownBy(() -> engine.preview(rule("hot", tooLong, "test.heat > 1.0"), Duration.ofHours(1)))
                    .hasMessageContaining("title has 3000000");
            AlertRule inhibited = new AlertRule("hot", "Hot", tooLong, "test.heat > 1.0", null, Duration.ofSeconds(1), Duration.ZERO,
                    Duration.ZERO, Duration.ZERO, AlertRule.NoData.CLEAR, Severity.WARNING, List.of(), true);
            assertThatThrownBy(() -> engine.setRule(inhibited)).hasMessageContaining("group has 3000000");
            assertThat(engine.board().rules()).isEmpty();
        }
    }

    @Test
    void aSilenceIsBoundedAndLiftingItMakesTheAlertLoudAtOnce() throws Exception {
        Instant later = Instant.now().plusSeconds(3600);
        try (AlertEngine engine = engine("rules: [{id: hot, condition: test.heat > 1.0}]")) {
            awaitFiring(engine);
            await().atMost(Duration.ofSeconds(10)).until(() -> !engine.loud().isEmpty());
            assertThatThrownBy(() -> engine.silence(new Silence(0, "hot", "x".repeat(3_000_000), later, "me", "")))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("series has 3000000");
            assertThatThrownBy(() -> engine.silence(new Silence(0, "hot", "", Instant.parse("9999-01-01T00:00:00Z"), "me", "")))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("until");
            long silence = engine.silence(new Silence(0, "hot", "", later, "me", ""));
            assertThat(engine.loud()).isEmpty();
            engine.unsilence(silence);
            assertThat(engine.loud()).hasSize(1);
        }
    }

    @Test
    void aRuleThatCannotBeWrittenIsNotInForce() throws Exception {
        try (AlertEngine engine = engine("rules: []")) {
            Files.delete(file());
            // A folder of the file's name that is not empty cannot be replaced.
            Files.createDirectories(file().resolve("full"));
            assertThatThrownBy(() -> engine.setRule(rule("hot", "Hot", "test.heat > 1.0"))).isInstanceOf(StoreException.class);
            assertThat(engine.board().rules()).isEmpty();
        }
    }

    @Test
    void aSampleWithoutAValueIsRefusedAndSoIsNone() {
        assertThatThrownBy(() -> Json.read("{\"series\": \"a.b\"}", Sample.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value");
        assertThatThrownBy(() -> Json.read("{\"series\": \"a.b\", \"value\": null}", Sample.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("value");
        assertThat(Json.read("{\"series\": \"a.b\", \"value\": 0}", Sample.class).value()).isZero();
        assertThatThrownBy(() -> new PushedMeters(meters, System::nanoTime).push(java.util.Collections.singletonList(null)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("a sample is null");
    }
}
