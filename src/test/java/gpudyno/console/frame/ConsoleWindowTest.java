package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.Switchboard;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.FxTest;
import gpudyno.console.settings.HelpPage;
import gpudyno.console.tune.ScriptedSession;
import gpudyno.console.tune.TunePage;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Node;
import gpudyno.node.Nodes.LocalStart;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.PasswordField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;

/// What a person does in the window: tune, attach, lose a node and have it back, close.
class ConsoleWindowTest extends FxTest {
    private static final URI BOX = URI.create("http://127.0.0.1:7071");
    private final ScriptedSession script = new ScriptedSession();
    private final Switchboard cable = new Switchboard(script);

    private ConsoleWindow open(Map<URI, Node> elsewhere) {
        ScriptedNodes nodes = new ScriptedNodes(cable.node(), elsewhere);
        return show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), nodes,
                bench -> new ConsoleWindow.Pages(List.of(new TunePage(bench)), List.of())), 1000, 900);
    }

    /// Lets the window's seconds pass until its words hold.
    private void awaitWords(ConsoleWindow window, String words) {
        await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            assertThat(on(() -> words(window))).contains(words);
        });
    }

    private ActionButton button(ConsoleWindow window, String text) {
        return on(() -> window.lookupAll(".action").stream().map(ActionButton.class::cast).filter(one -> text.equals(one.getText()))
                .filter(one -> one.getScene() != null).reduce((_, last) -> last).orElseThrow());
    }

    private void press(ConsoleWindow window, String text) {
        ActionButton button = button(window, text);
        await().until(() -> on(button::available));
        on(button::fire);
    }

    private ConsoleWindow again(ScriptedNodes nodes, Map<String, String> remembered) {
        return show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), nodes, bench -> {
            remembered.forEach(bench.memory()::put);
            return new ConsoleWindow.Pages(List.of(new TunePage(bench)), List.of(new HelpPage(bench)), List.of(),
                    bench.memory().get(ConsoleWindow.PAGE).orElse(""));
        }), 1000, 900);
    }

    @Test
    void thePageAndTheNodeInViewLastAreFoundAgain() {
        URI lab = URI.create("https://lab:7070");
        ScriptedNodes nodes = new ScriptedNodes(new ScriptedNode(false), Map.of(lab, new ScriptedNode(false)));
        Node attached = nodes.attach(lab, ScriptedNodes.TOKEN);
        ConsoleWindow first = again(nodes, Map.of());
        assertThat(on(() -> words(first))).contains("Start session");
        on(() -> {
            first.bench().guide().open("Help");
            return first.choose(lab);
        });
        Map<String, String> left = on(() -> first.bench().memory().all());
        ConsoleWindow second = again(nodes, left);
        assertThat(on(() -> words(second))).contains("Keys").doesNotContain("Start session");
        assertThat(on(() -> second.bench().node().get().flatMap(NodeViewModel::address))).contains(lab);
        nodes.detach(attached);
        ConsoleWindow third = again(nodes, left);
        assertThat(on(() -> third.bench().node().get().orElseThrow().address())).as("it is gone").isEmpty();
    }

    @Test
    void aSessionIsStartedWatchedAppliedAndRolledBack() {
        ConsoleWindow window = open(Map.of());
        press(window, "Start session");
        awaitWords(window, "Session #17");
        assertThat(script.calls()).containsExactly("start option-2 300s");
        script.reach(Phase.SEARCH, 9);
        awaitWords(window, "Search · 9 trials");
        assertThat(on(() -> button(window, "Apply best").available())).isFalse();
        script.reach(Phase.FINISHED, 28);
        awaitWords(window, "met 5 of 5");
        press(window, "Apply best");
        pressInDialog(window, "Apply best");
        await().until(() -> script.calls().contains("apply 17"));
        awaitWords(window, "Better, applied");
        press(window, "Roll back");
        pressInDialog(window, "Roll back");
        await().untilAsserted(() -> assertThat(script.calls()).containsExactly("start option-2 300s", "apply 17", "roll back 17"));
    }

    @Test
    void theWindowIsThereWhileTheEnginesStartAndTakesUpTheirNode() {
        ScriptedNodes nodes = new ScriptedNodes(cable.node(), Map.of()).startingLocally(new LocalStart(false, "The engines are starting"));
        ConsoleWindow window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), nodes,
                bench -> new ConsoleWindow.Pages(List.of(new TunePage(bench)), List.of())), 1000, 900);
        awaitWords(window, "The engines are starting");
        assertThat(on(() -> window.bench().node().get())).isEmpty();
        nodes.upLocally();
        await().until(() -> on(() -> window.bench().node().get().isPresent()));
        assertThat(on(() -> words(window))).doesNotContain("The engines are starting");
        press(window, "Start session");
        awaitWords(window, "Session #17");
    }

    @Test
    void anEngineThatCouldNotStartIsToldAndAnotherNodeCanBeAttached() {
        ScriptedNodes nodes = new ScriptedNodes(cable.node(), Map.of(BOX, new ScriptedNode(false)))
                .startingLocally(new LocalStart(true, "The store cannot be opened: disk full"));
        ConsoleWindow window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), nodes,
                bench -> new ConsoleWindow.Pages(List.of(new TunePage(bench)), List.of())), 1000, 900);
        awaitWords(window, "The store cannot be opened: disk full");
        nodes.attach(BOX, ScriptedNodes.TOKEN);
        await().until(() -> on(() -> window.bench().node().get().flatMap(NodeViewModel::address).filter(BOX::equals).isPresent()));
        assertThat(on(() -> words(window))).contains("disk full");
    }

    private void pressInDialog(ConsoleWindow window, String text) {
        on(() -> window.lookup(".dialog-box").lookupAll(".action").stream().map(ActionButton.class::cast)
                .filter(one -> one.getText().equals(text)).findFirst().orElseThrow().fire());
    }

    @Test
    void aNodeThatDoesNotAnswerDisablesWhatItCannotDoAndComesBackByItself() {
        ConsoleWindow window = open(Map.of());
        awaitWords(window, "Connected");
        cable.pulled(true);
        awaitWords(window, "this workstation does not answer, try");
        assertThat(on(() -> words(window))).contains("Reconnecting", "Stale").containsOnlyOnce("Connection refused");
        ActionButton start = button(window, "Start session");
        assertThat(on(start::available)).isFalse();
        assertThat(on(() -> start.getTooltip().getText())).isEqualTo("this workstation does not answer");
        on(start::fire);
        cable.pulled(false);
        awaitWords(window, "Connected");
        assertThat(on(start::available)).isTrue();
        assertThat(on(() -> words(window))).doesNotContain("does not answer");
        assertThat(script.calls()).isEmpty();
    }

    @Test
    void aNodeIsAttachedOnlyWithItsTokenAndThenShown() {
        ConsoleWindow window = open(Map.of(BOX, new ScriptedNode(true)));
        on(() -> window.askForNode("127.0.0.1:7071"));
        press(window, "Attach");
        awaitWords(window, "the bearer token of this node is needed");
        on(() -> ((PasswordField) window.lookup(".password-field")).setText(ScriptedNodes.TOKEN));
        press(window, "Attach");
        awaitWords(window, "Attached http://127.0.0.1:7071");
        assertThat(on(() -> window.bench().node().get().orElseThrow().address())).contains(BOX);
    }

    @Test
    void anUnreachableAddressSaysSoAndEscapeLeavesEverythingAsItWas() {
        ConsoleWindow window = open(Map.of());
        on(() -> window.askForNode("http://127.0.0.1:1"));
        press(window, "Attach");
        awaitWords(window, "http://127.0.0.1:1 cannot be reached");
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        await().until(() -> on(() -> window.lookup(".dialog-box") == null));
    }

    @Test
    void theEndOfASessionIsSaidInTheStatusBar() {
        script.reach(Phase.SEARCH, 9);
        ConsoleWindow window = open(Map.of());
        awaitWords(window, "Search, trial 9");
        script.reach(Phase.FINISHED, 28);
        awaitWords(window, "Session #17 finished: better");
    }

    @Test
    void theStatusBarSpeaksOfTheNodeInView() {
        script.reach(Phase.SEARCH, 9);
        ScriptedNode box = new ScriptedNode(true);
        ConsoleWindow window = open(Map.of(BOX, box));
        awaitWords(window, "Search, trial 9");
        script.reach(Phase.FINISHED, 28);
        awaitWords(window, "Session #17 finished: better");
        on(() -> window.askForNode("127.0.0.1:7071"));
        on(() -> ((PasswordField) window.lookup(".password-field")).setText(ScriptedNodes.TOKEN));
        press(window, "Attach");
        awaitWords(window, "Attached http://127.0.0.1:7071");
        await().untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            String bar = on(() -> words(window.lookup(".status-bar")));
            assertThat(bar).contains("Connected", "Node 127.0.0.1:7071").doesNotContain("Session #17", "Port");
        });
        assertThat(on(() -> window.lookupAll(".node-row").stream().map(row -> row.getAccessibleText().split(",")[0])))
                .containsExactlyInAnyOrder("node this workstation", "node 127.0.0.1:7071");
    }

    @Test
    void aNodeIsRenamed() {
        ConsoleWindow window = open(Map.of());
        awaitWords(window, "Connected");
        on(() -> ((javafx.scene.control.Control) window.lookup(".node-row")).getContextMenu().getItems().getFirst().fire());
        on(() -> ((javafx.scene.control.TextField) window.lookup(".dialog-box").lookup(".text-field")).setText("Bench 1"));
        pressInDialog(window, "Rename");
        awaitWords(window, "Bench 1");
        assertThat(window.bench().memory().all()).containsValue("Bench 1");
    }

    @Test
    void anOverviewOfANodeThatIsNotHeardDoesNotSayThatNothingNeedsAttention() {
        ConsoleWindow window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(cable.node(), Map.of()),
                bench -> new ConsoleWindow.Pages(List.of(new gpudyno.console.overview.OverviewPage(bench)), List.of())), 1000,
                900);
        awaitWords(window, "Nothing needs attention.");
        cable.pulled(true);
        awaitWords(window, "this workstation does not answer: what needs attention there is not known.");
        assertThat(on(() -> words(window))).doesNotContain("Nothing needs attention.");
        cable.pulled(false);
        awaitWords(window, "Nothing needs attention.");
    }

    @Test
    void closingDuringASessionAsksAndEscapeStays() {
        AtomicInteger background = new AtomicInteger();
        AtomicInteger stopped = new AtomicInteger();
        ConsoleWindow window = open(Map.of());
        on(() -> window.askBeforeClosing(17, background::incrementAndGet, stopped::incrementAndGet));
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        await().until(() -> on(() -> window.lookup(".dialog-box") == null));
        assertThat(background.get() + stopped.get()).isZero();
        on(() -> window.askBeforeClosing(17, background::incrementAndGet, stopped::incrementAndGet));
        press(window, "Keep in background");
        on(() -> window.askBeforeClosing(17, background::incrementAndGet, stopped::incrementAndGet));
        press(window, "Stop and roll back");
        assertThat(background).hasValue(1);
        assertThat(stopped).hasValue(1);
    }
}
