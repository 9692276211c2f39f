package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.gpu.drm.DrmTree;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Series;
import gpudyno.node.local.LocalNode;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.store.DataFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node on a machine with a graphics card.
class GpuNodeTest {
    private static List<Frame> frames(Node node) {
        return node.frames().history(Instant.now().minusSeconds(60), Instant.now(), Duration.ofSeconds(1), Set.of(Meters.MEMORY.id()));
    }

    @Test
    void memoryIsThatOfTheGpuAndRulesWatchIt(@TempDir Path folder) {
        DrmTree tree = new DrmTree(folder.resolve("kernel")).radeon("card0", "0000:03:00.0");
        try (LocalNode node = new LocalNode(DataFolder.open(folder.resolve("data")), "box", ModelFiles.builtIn(), tree.settings())) {
            await().atMost(Duration.ofSeconds(20)).ignoreException(NoSuchElementException.class).untilAsserted(() -> {
                Set<Series> read = frames(node).getLast().readings().keySet();
                assertThat(read).containsExactly(Series.of(Meters.MEMORY.id(), "AMD-6ef0123456789abc"));
            });
            assertThat(frames(node).getLast().greatest(Meters.MEMORY.id())).isEqualTo(25);
            assertThat(node.info().gpus()).containsExactly("AMD Radeon RX 7900 XTX, 24.0 GiB");
            // The card tells of one memory error that could not be corrected, and of no reason why clocks are low.
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(node.alerting().board().rules())
                    .filteredOn(status -> status.rule().group().equals("gpu")).hasSize(5).allMatch(status -> status.problem().isEmpty())
                    .allMatch(status -> status.firing() == (status.rule().id().equals("gpu-memory-errors") ? 1 : 0)));
            await().atMost(Duration.ofSeconds(20)).until(() -> node.journal().events().stream()
                    .anyMatch(event -> event.text().contains("Radeon") && event.text().contains("found")));
        }
    }
}
