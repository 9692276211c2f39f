package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedGpus;
import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.gpu.GpuPage;
import gpudyno.console.kit.DeviceRow;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.NodeRow;
import gpudyno.console.overview.OverviewPage;
import gpudyno.console.page.LaterPage;
import java.time.Instant;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;

class DeviceLeavesTest extends FxTest {
    private ConsoleWindow open(ScriptedGpus gpus) {
        ScriptedNode node = new ScriptedNode(true, gpus);
        return show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(node),
                bench -> new ConsoleWindow.Pages(List.of(new LaterPage("Overview", Feather.GRID, () -> new OverviewPage(bench)),
                        new LaterPage("GPU", Feather.CPU, () -> new GpuPage(bench))), List.of())),
                1300, 800);
    }

    private static List<DeviceRow> leaves(ConsoleWindow window) {
        on(() -> window.tick(Instant.now()));
        return on(() -> window.lookupAll(".device-row").stream().map(DeviceRow.class::cast).filter(DeviceRow::isVisible).toList());
    }

    @Test
    void theGpusOfThisMachineStandUnderTheirNodeWithTheirUtilisation() {
        ConsoleWindow window = open(ScriptedGpus.server());
        await().untilAsserted(() -> assertThat(leaves(window)).hasSize(8));
        await().untilAsserted(() -> assertThat(on(() -> words(leaves(window).get(7)))).startsWith("GPU 7 · H100").endsWith(" %"));
        NodeRow row = on(() -> (NodeRow) window.lookup(".node-row"));
        on(row::requestFocus);
        robot.push(KeyCode.LEFT);
        assertThat(on(() -> leaves(window).getFirst().getParent().isVisible())).isFalse();
    }

    @Test
    void aLeafOpensTheGpuPageOnItsDevice() {
        ConsoleWindow window = open(ScriptedGpus.server());
        await().untilAsserted(() -> assertThat(leaves(window)).hasSize(8));
        DeviceRow fourth = leaves(window).get(3);
        on(fourth::requestFocus);
        robot.push(KeyCode.SPACE);
        await().untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            assertThat(on(() -> words(window))).contains("GPU 3 · Hopper, 132 SMs");
            assertThat(on(() -> leaves(window).get(3).getPseudoClassStates().toString())).contains("selected");
        });
    }

    @Test
    void aLostGpuIsCalledSo() {
        ConsoleWindow window = open(ScriptedGpus.lost());
        await().untilAsserted(() -> assertThat(leaves(window)).hasSize(1));
        await().untilAsserted(() -> assertThat(on(() -> words(leaves(window).getFirst()))).endsWith("lost"));
    }
}
