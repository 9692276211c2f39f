package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.Switchboard;
import gpudyno.console.alerts.AlertsPage;
import gpudyno.console.kit.FxTest;
import gpudyno.console.load.LoadPage;
import gpudyno.console.load.ScriptedLoad;
import gpudyno.console.page.Page;
import gpudyno.console.settings.HelpPage;
import gpudyno.console.settings.SettingsPage;
import gpudyno.console.tune.ScriptedSession;
import gpudyno.console.tune.TunePage;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javafx.event.EventType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.Test;

class CommandPaletteTest extends FxTest {
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private ConsoleWindow window;

    /// With two pages that are quickly made.
    private void open(Node node) {
        open(node, bench -> List.of(new HelpPage(bench), new SettingsPage(bench, Path.of("config"))));
    }

    private void open(Node node, Function<Workbench, List<Page>> pages) {
        window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(node),
                bench -> new ConsoleWindow.Pages(pages.apply(bench), List.of())), 1000, 900);
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            assertThat(on(() -> window.bench().node().get().flatMap(one -> one.facts().get()))).isPresent();
        });
    }

    private void call(String words) {
        robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.K, KeyCode.CONTROL);
        settle();
        on(() -> ((TextField) window.lookup(".palette .text-field")).setText(words));
    }

    private List<String> listed() {
        return on(() -> list().getItems().stream().map(command -> command.kind().title() + " " + command.title()).toList());
    }

    @SuppressWarnings("unchecked") // the palette's only list
    private ListView<Command> list() {
        return (ListView<Command>) window.lookup(".palette-list");
    }

    private void awaitListed(String line) {
        await().untilAsserted(() -> assertThat(listed()).contains(line));
    }

    private boolean isOpen() {
        return on(() -> window.lookup(".palette") != null);
    }

    private void awaitWords(String... words) {
        await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            on(() -> window.tick(Instant.now()));
            assertThat(on(() -> words(window))).contains(words);
        });
    }

    @Test
    void everyKindIsFoundByNameAndEnterLeadsToIt() {
        open(new ScriptedSession().reach(Phase.FINISHED, 28), bench -> List.of(new TunePage(bench), new AlertsPage(bench),
                new SettingsPage(bench, Path.of("config")), new HelpPage(bench)));
        found("batch", "Knob serve.batch.maxSize", "serve.batch.maxSize now 1");
        found("host.cpu", "Meter host.cpu.percent", "host.cpu.percent");
        found("memory high", "Rule Memory high", "Rule memory-high");
        found("session 17", "Session Session #17", "Baseline vs best");
        found("help", "Page Help", "Held rate");
        found("new alert", "Action New alert rule", "New rule");
        assertThat(on(() -> words(window))).doesNotContain("Rule memory-high");
    }

    private void found(String typed, String line, String then) {
        call(typed);
        await().untilAsserted(() -> assertThat(listed()).isNotEmpty().first().isEqualTo(line));
        robot.push(KeyCode.ENTER);
        assertThat(isOpen()).isFalse();
        if (line.startsWith("Meter")) {
            await().untilAsserted(() -> assertThat(on(() -> window.lookupAll(".combo-box").stream()
                    .map(box -> ((ComboBox<?>) box).getValue()).map(String::valueOf).toList()).toString()).contains(then));
        } else {
            awaitWords(then);
        }
    }

    @Test
    void aRunIsOpenedOnItsPage() {
        open(new ScriptedLoad(5), bench -> List.of(new HelpPage(bench), new LoadPage(bench)));
        call("run #3");
        awaitListed("Run Load run #3");
        robot.push(KeyCode.ENTER);
        awaitWords("Run #3");
    }

    @Test
    void whatMatchesNothingIsSaidAndNeitherEnterNorANoticeDoesAnything() {
        open(new ScriptedNode(true));
        call("stop");
        awaitWords("Nothing matches “stop”");
        robot.push(KeyCode.ENTER);
        assertThat(isOpen()).isTrue();
        assertThat(on(() -> window.lookup(".toast"))).isNull();
    }

    @Test
    void stopFindsWhatRunsAndAsksBeforeItStops() {
        ScriptedSession script = new ScriptedSession().reach(Phase.SEARCH, 9);
        open(script, bench -> List.of(new HelpPage(bench), new TunePage(bench)));
        call("stop");
        awaitListed("Action Stop session #17");
        robot.push(KeyCode.ENTER);
        awaitWords("Stop session #17?");
        assertThat(script.calls()).isEmpty();
    }

    @Test
    void arrowsGoRoundEscapeLeavesAndTheFocusComesBack() {
        open(new ScriptedNode(true));
        javafx.scene.Node before = on(() -> {
            javafx.scene.Node focused = window.lookup(".menu-button");
            focused.requestFocus();
            return focused;
        });
        call("range");
        assertThat(listed()).hasSize(4);
        robot.push(KeyCode.UP);
        assertThat(on(() -> list().getSelectionModel().getSelectedIndex())).isEqualTo(3);
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.DOWN);
        assertThat(on(() -> list().getSelectionModel().getSelectedIndex())).isEqualTo(1);
        robot.push(KeyCode.TAB);
        assertThat(on(() -> window.getScene().getFocusOwner())).isInstanceOf(TextField.class);
        robot.push(KeyCode.ESCAPE);
        assertThat(isOpen()).isFalse();
        assertThat(on(() -> window.getScene().getFocusOwner())).isEqualTo(before);
    }

    private static MouseEvent pressed(EventType<MouseEvent> how) {
        return new MouseEvent(how, 0, 0, 0, 0, MouseButton.PRIMARY, 1, false, false, false, false, true, false, false, true, false, true,
                null);
    }

    @Test
    void aClickOnALineRunsItAndOneBesideTheListLeaves() {
        open(new ScriptedNode(true));
        call("range 1h");
        javafx.scene.Node line = on(() -> window.lookup(".palette-list .list-cell:filled"));
        on(() -> line.fireEvent(pressed(MouseEvent.MOUSE_CLICKED)));
        assertThat(on(() -> window.bench().range().get().label())).isEqualTo("1h");
        call("range");
        on(() -> window.lookup(".veil").fireEvent(pressed(MouseEvent.MOUSE_PRESSED)));
        assertThat(isOpen()).isFalse();
    }

    @Test
    void theWindowsKeysWaitWhileThePaletteIsOpenAndItOpensOnce() {
        open(new ScriptedNode(true));
        call("");
        robot.press(KeyCode.CONTROL, KeyCode.DIGIT2).release(KeyCode.DIGIT2, KeyCode.CONTROL);
        robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.K, KeyCode.CONTROL);
        assertThat(on(() -> window.lookupAll(".palette").size())).isEqualTo(1);
        assertThat(on(() -> words(window))).contains("Held rate").doesNotContain("Readiness");
    }

    @Test
    void aNodeThatDoesNotAnswerIsSaidAndWhatIsKnownIsFoundAllTheSame() {
        Switchboard cable = new Switchboard(new ScriptedNode(false));
        open(cable.node());
        cable.pulled(true);
        call("settings");
        awaitWords("could not be read: http://127.0.0.1:7071 cannot be reached");
        assertThat(listed()).contains("Page Settings");
        robot.push(KeyCode.ENTER);
        awaitWords("Readiness");
    }
}
