package gpudyno.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedNodes;
import gpudyno.console.Switchboard;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.FxTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadPageTest extends FxTest {
    private final ScriptedLoad script = new ScriptedLoad(4);
    private final Switchboard cable = new Switchboard(script);

    private ConsoleWindow open() {
        return show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(cable.node()),
                bench -> new ConsoleWindow.Pages(List.of(new LoadPage(bench)), List.of())), 1000, 900);
    }

    private void awaitWords(ConsoleWindow window, String words) {
        await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            assertThat(on(() -> words(window))).contains(words);
        });
    }

    private static ActionButton button(ConsoleWindow window, String text) {
        return on(() -> window.lookupAll(".action").stream().map(ActionButton.class::cast).filter(one -> text.equals(one.getText()))
                .findFirst().orElseThrow());
    }

    @Test
    void aRunIsStartedAsPlannedAndStopped() {
        ConsoleWindow window = open();
        awaitWords(window, "3,840 requests");
        awaitWords(window, "4 stored");
        on(() -> button(window, "Start").fire());
        awaitWords(window, "Run #5");
        assertThat(script.calls()).containsExactly("start Poisson[rate=64.0, duration=PT1M]");
        await().until(() -> on(() -> !button(window, "Start").available()));
        assertThat(on(() -> button(window, "Start").getTooltip().getText())).isEqualTo("Load run #5 is on");
        await().until(() -> on(() -> button(window, "Stop run").available()));
        on(() -> button(window, "Stop run").fire());
        awaitWords(window, "Stopped early");
        assertThat(script.calls()).hasSize(2).endsWith("stop 5");
    }

    @Test
    void twoChosenRunsAreCompared() {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        DataTable<?> table = on(() -> (DataTable<?>) window.lookupAll(".data-table").stream()
                .filter(one -> ((DataTable<?>) one).getColumns().size() > 6).findFirst().orElseThrow());
        on(() -> table.getSelectionModel().selectIndices(0, 2));
        awaitWords(window, "Run #2 vs #4");
    }

    @Test
    void aNodeThatIsAwayStartsNothing() {
        ConsoleWindow window = open();
        awaitWords(window, "4 stored");
        cable.pulled(true);
        awaitWords(window, "does not answer, try");
        on(() -> button(window, "Start").fire());
        assertThat(on(() -> button(window, "Start").getTooltip().getText())).contains("does not answer");
        assertThat(script.calls()).isEmpty();
        assertThat(on(() -> words(window))).contains("4 stored");
    }
}
