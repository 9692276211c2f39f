package gpudyno.node.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.target.JudgedWindow;
import gpudyno.model.target.Profiles;
import gpudyno.node.Change;
import gpudyno.node.Frames;
import gpudyno.node.Journal;
import gpudyno.node.Node;
import gpudyno.node.NodeUnreachableException;
import gpudyno.node.Subscription;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoFleetTest {
    private DemoFleet fleet;
    private Map<URI, Node> nodes;

    @BeforeAll
    void start(@TempDir Path folder) {
        fleet = new DemoFleet(folder, Duration.ofMinutes(2));
        nodes = fleet.nodes();
    }

    @AfterAll
    void stop() {
        fleet.close();
    }

    private Node node(String name) {
        return Objects.requireNonNull(nodes.get(URI.create("https://" + name + ".demo:7070")));
    }

    private Frame lastMinute(String name) {
        Instant now = Instant.now();
        return Frame.rollUp(node(name).frames().history(now.minusSeconds(60), now, Duration.ofSeconds(1), Set.of()));
    }

    @Test
    void theFaultsOfTheFleetShow() {
        assertThat(nodes).hasSize(11);
        assertThat(JudgedWindow.of(lastMinute("lab-h100")).misses(Profiles.OPTION_2)).isFalse();
        assertThat(DerivedMeters.of(lastMinute("fra-3")).get(DerivedMeters.ERRORS_PERCENT)).as("overloaded").isGreaterThan(1);
        assertThat(lastMinute("lab-4090").greatest(GpuMeters.THROTTLED.id())).as("hot").isGreaterThan(0.9);
        assertThat(lastMinute("fra-4").greatest(GpuMeters.ECC_VOLATILE_UNCORRECTED.id())).isEqualTo(2);
        assertThat(JudgedWindow.of(lastMinute("fra-5")).requests()).as("idle").isLessThan(JudgedWindow.LEAST_REQUESTS);
        assertThat(node("lab-4090").gpus().causes(Instant.now().minusSeconds(600), Instant.now())).isNotEmpty();
        assertThat(node("lab-a100").info().labels()).containsEntry("site", "lab");
        assertThat(node("lab-a100").info().hardware()).startsWith("Simulated");
        assertThatThrownBy(() -> node("edge-t4").info()).isInstanceOf(NodeUnreachableException.class);
    }

    @Test
    void aKnobThatIsTurnedChangesWhatIsMeasured() {
        Node one = node("fra-1");
        one.knobs().turn(Map.of("cache.enabled", false), "test");
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Instant now = Instant.now();
            List<Frame> last = one.frames().history(now.minusSeconds(5), now, Duration.ofSeconds(1), Set.of());
            assertThat(last).isNotEmpty();
            assertThat(DerivedMeters.of(last.getLast()).get(DerivedMeters.CACHE_HIT_PERCENT)).isEqualTo(0);
        });
        assertThatThrownBy(() -> one.knobs().turn(Map.of("serve.batch.maxSize", 1000), "test"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("64");
    }

    @Test
    void whoListensIsToldHowThingsStandAndThenEachFrame() {
        Queue<Change> told = new ConcurrentLinkedQueue<>();
        try (Subscription _ = node("lab-a100").changes().subscribe(0, told::add)) {
            Awaitility.await().atMost(Duration.ofSeconds(20))
                    .until(() -> told.stream().filter(change -> change.as(Frames.FRAME).isPresent()).count() >= 2);
            assertThat(told).extracting(Change::topic).contains(Node.INFO.name(), Journal.TARGETS.name());
        }
    }
}
