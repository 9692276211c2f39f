package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.Alone;
import gpudyno.gpu.GpuSettings;
import gpudyno.gpu.simulated.SimulationPlan;
import gpudyno.model.alert.Alert;
import gpudyno.model.gpu.Cause;
import gpudyno.model.gpu.DeviceEvent;
import gpudyno.model.gpu.ProcessUse;
import gpudyno.node.local.LocalNode;
import gpudyno.serve.backend.ModelFiles;
import gpudyno.store.DataFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node whose GPUs are simulated, with faults that go all the way: from the device to meters, events, causes and alerts.
@Alone
class SimulatedNodeTest {
    private static final String PLAN = """
        gpus:
        - {load: [{at: 0s, busy: 1}], faults: [{kind: power-cap, at: 0s, watts: 300}]}
        - {load: [{at: 0s, busy: 1}], faults: [{kind: power-brake, at: 0s}]}
        - {load: [{at: 0s, busy: 0.5}], faults: [{kind: lost, at: 6s}]}
        - {load: [{at: 0s, busy: 0.5}], faults: [{kind: ecc, at: 4s, count: 2}]}
        - {load: [{at: 0s, busy: 0.5}], faults: [{kind: memory, at: 4s, bytes: 60GiB, within: 3s, pid: 4211, command: python, user: ana}]}
        - {load: [{at: 0s, busy: 0.5}], faults: [{kind: pcie, at: 0s, generation: 3, lanes: 8}]}
        - {load: [{at: 0s, busy: 0.5}]}
        """;

    private static Set<String> causes(Node node) {
        Instant now = Instant.now();
        return node.gpus().causes(now.minusSeconds(60), now).stream().map(cause -> cause.device() + " " + cause.rule())
                .collect(Collectors.toSet());
    }

    @Test
    void faultsReachEventsCausesAndAlerts(@TempDir Path folder) {
        GpuSettings simulated = new GpuSettings("none", folder, folder).simulating(SimulationPlan.read(PLAN));
        try (LocalNode node = new LocalNode(DataFolder.open(folder.resolve("data")), "box", ModelFiles.builtIn(), simulated)) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(causes(node)).containsExactlyInAnyOrder(
                    "simulated-0 power-cap", "simulated-1 hardware-slowdown", "simulated-2 lost", "simulated-3 memory-errors",
                    "simulated-4 other-process-memory", "simulated-5 pcie-link"));
            Instant now = Instant.now();
            List<Cause> causes = node.gpus().causes(now.minusSeconds(60), now);
            assertThat(causes).allMatch(cause -> cause.sentence().contains("(simulated)"));
            assertThat(causes).anyMatch(cause -> cause.sentence().contains("process 4211 (python, user ana) took 60 GiB"));
            assertThat(causes).anyMatch(cause -> cause.sentence().contains("its 300 W cap bound it 100 %"));
            assertThat(node.gpus().events())
                    .anyMatch(event -> event.kind() == DeviceEvent.Kind.LOST && event.text().contains("(simulated)"))
                    .anyMatch(event -> event.kind() == DeviceEvent.Kind.XID && event.device().equals("simulated-3"));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                List<Alert> alerts = node.alerting().board().active();
                assertThat(alerts).anyMatch(alert -> alert.rule().equals("gpu-lost") && alert.series().equals("simulated-2")
                        && alert.cause().contains("was lost: XID 79"));
                assertThat(alerts).anyMatch(alert -> alert.rule().equals("gpu-memory-errors")
                        && alert.cause().contains("2 memory errors could not be corrected"));
            });
            assertThat(node.gpus().processesBetween(now.minusSeconds(60), now)).filteredOn(use -> use.pid() == 4211).singleElement()
                    .extracting(ProcessUse::user, ProcessUse::command).containsExactly("ana", "python");
            assertThat(node.info().gpus()).hasSize(7).allMatch(line -> line.contains("(simulated)"));
        }
    }
}
