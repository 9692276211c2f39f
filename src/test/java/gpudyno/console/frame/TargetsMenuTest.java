package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.kit.FxTest;
import gpudyno.console.settings.HelpPage;
import gpudyno.model.target.Profile;
import gpudyno.node.Journal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetsMenuTest extends FxTest {
    private final ScriptedNode node = new ScriptedNode(false);
    private ConsoleWindow window;

    @BeforeEach
    void open() {
        node.drivenByTest();
        window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(node),
                bench -> new ConsoleWindow.Pages(List.of(new HelpPage(bench)), List.of())), 1000, 700);
        awaitTargets("Targets: Option 2 · 95 %");
    }

    private void awaitTargets(String words) {
        await().untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            assertThat(on(() -> menu().getText())).isEqualTo(words);
        });
    }

    private MenuButton menu() {
        return (MenuButton) window.lookup(".top-bar .menu-button");
    }

    private List<RadioMenuItem> items() {
        return menu().getItems().stream().filter(RadioMenuItem.class::isInstance).map(RadioMenuItem.class::cast).toList();
    }

    private String ticked() {
        return on(() -> items().stream().filter(RadioMenuItem::isSelected).map(item -> ((Profile) item.getUserData()).id())
                .collect(Collectors.joining(" ")));
    }

    @Test
    void theProfileInForceIsTickedAlsoAfterAnotherWasAskedFor() {
        assertThat(ticked()).isEqualTo("option-2");
        // The script keeps its profile: the tick shows what is, not what was pressed.
        on(() -> items().getFirst().fire());
        assertThat(ticked()).isEqualTo("option-2");
        on(() -> node.changes().tell(Journal.TARGETS, new Journal.Targets("tier-2")));
        awaitTargets("Targets: Tier 2 · 98 %");
        assertThat(ticked()).isEqualTo("tier-2");
    }

    @Test
    void everyProfileSaysItsBoundsInTheMenu() {
        assertThat(on(() -> items().stream().map(item -> words(item.getGraphic())).toList())).containsExactly(
                "As found · measured No targets: the node is watched as it is, and nothing passes or fails",
                "Option 1 · 90 % Memory ≤ 85 %, cache hit ≥ 75 %, p95 ≤ 1,000 ms, errors ≤ 2 %, throughput ≥ 20 req/s",
                "Option 2 · 95 % Memory ≤ 75 %, cache hit ≥ 85 %, p95 ≤ 500 ms, errors < 1 %, throughput ≥ 50 req/s",
                "Tier 2 · 98 % Memory ≤ 70 %, cache hit ≥ 90 %, p95 ≤ 200 ms, errors < 0.5 %, throughput ≥ 100 req/s",
                "Option 3 · 99 %+ Memory ≤ 65 %, cache hit ≥ 95 %, p95 ≤ 100 ms, errors < 0.1 %, throughput ≥ 200 req/s");
        assertThat(on(() -> menu().getTooltip().getText())).startsWith("The node is judged by Option 2 · 95 %: memory ≤ 75 %");
    }

    @Test
    void aProfileThatIsNotKnownHereIsNamedAndNothingIsTicked() {
        on(() -> node.changes().tell(Journal.TARGETS, new Journal.Targets("option-9")));
        awaitTargets("Targets: unknown profile option-9");
        assertThat(ticked()).isEmpty();
        assertThat(on(() -> window.bench().node().get().orElseThrow().reach().get().reason())).isEmpty();
    }
}
