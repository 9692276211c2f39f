package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.NavItem;
import gpudyno.console.settings.HelpPage;
import gpudyno.console.tune.TunePage;
import gpudyno.model.node.NodeInfo;
import gpudyno.node.Capabilities;
import gpudyno.node.ProgramVersion;
import gpudyno.store.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Nodes of other versions than the console's.
class SkewTest extends FxTest {
    private static final String OWN = ProgramVersion.own().text();

    private static NodeInfo node(String version, List<String> capabilities) {
        return new NodeInfo("box", version, Instant.EPOCH, "2 cores", List.of(), "model", "CPU", null, 1, 1, Map.of(), capabilities);
    }

    @Test
    void aVersionIsOlderOrNewerByItsNumbers() {
        assertThat(Skew.version(node("0.0.9", NodeInfo.FIRST))).isEqualTo("GPU Dyno 0.0.9 · older than this console, " + OWN);
        assertThat(Skew.version(node("0.10", NodeInfo.FIRST))).contains("newer");
        assertThat(Skew.version(node(OWN + "-rc1", NodeInfo.FIRST))).isEqualTo("GPU Dyno " + OWN + "-rc1");
        assertThat(Skew.version(node("unknown", NodeInfo.FIRST))).isEqualTo("GPU Dyno unknown");
    }

    @Test
    void aNodeThatTellsNoCapabilitiesHasThoseOfTheFirstVersion() {
        NodeInfo first = Json
                .read("{\"name\":\"box\",\"version\":\"0.0.9\",\"started\":\"2026-01-01T00:00:00Z\",\"hardware\":\"\",\"gpus\":[],"
                        + "\"model\":\"\",\"backend\":\"\",\"memoryBudgetBytes\":1,\"pid\":1}", NodeInfo.class);
        assertThat(Skew.lacks("Tune", "box", first)).isEmpty();
        assertThat(Skew.lacks("Traces", "box", first)).hasValueSatisfying(
                reason -> assertThat(reason).contains("box has nothing for the page Traces", "runs GPU Dyno 0.0.9", "Update"));
        assertThat(Capabilities.all()).containsAll(NodeInfo.FIRST);
    }

    @Test
    void aPageThatTheNodeLacksIsGreyedAndSaysWhy() {
        ScriptedNode old = new ScriptedNode(false) {
            @Override
            public NodeInfo info() {
                return node("0.0.9", List.of("frames"));
            }
        };
        ConsoleWindow window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(old),
                bench -> new ConsoleWindow.Pages(List.of(new TunePage(bench)), List.of(new HelpPage(bench)))), 1000, 900);
        await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            assertThat(on(() -> words(window))).contains("this workstation has nothing for the page Tune: it runs GPU Dyno 0.0.9",
                    "older than this console").doesNotContain("Start session");
        });
        List<String> told = on(
                () -> window.lookupAll(".nav-item").stream().map(NavItem.class::cast).map(NavItem::getAccessibleText).toList());
        assertThat(told).anyMatch(text -> text.startsWith("Tune. ") && text.contains("0.0.9")).contains("Help");
    }
}
