package gpudyno.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.console.ScriptedMachine;
import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.Switchboard;
import gpudyno.console.alerts.AlertsPage;
import gpudyno.console.fleet.FleetPage;
import gpudyno.console.gpu.GpuPage;
import gpudyno.console.kit.FxTest;
import gpudyno.console.kit.LayoutFaults;
import gpudyno.console.kit.ScenarioCard;
import gpudyno.console.load.LoadPage;
import gpudyno.console.load.ScriptedLoad;
import gpudyno.console.overview.OverviewPage;
import gpudyno.console.settings.HelpPage;
import gpudyno.console.settings.SettingsPage;
import gpudyno.console.tune.ScriptedSession;
import gpudyno.console.tune.TunePage;
import gpudyno.console.welcome.WelcomePage;
import gpudyno.model.machine.FoundServer;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/// Nothing is off the screen, over something else or cut off, on every page and at every size down to the least.
class WindowLayoutTest extends FxTest {
    private static final int[][] SIZES = {{1440, 900}, {1280, 800}, {1200, 700}, {1199, 700}, {1000, 700}};
    private final List<String> faults = new ArrayList<>();
    /// Set on the thread of the screen.
    @SuppressWarnings("NullAway.Init")
    private ConsoleWindow window;

    private void open(Node node) {
        window = show(() -> new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(node),
                bench -> new ConsoleWindow.Pages(
                        List.of(new OverviewPage(bench), new FleetPage(bench), new LoadPage(bench), new TunePage(bench),
                                new GpuPage(bench), new AlertsPage(bench)),
                        List.of(new SettingsPage(bench, Path.of("/home/somebody/.config/gpudyno")),
                                new HelpPage(bench)),
                        List.of(new WelcomePage(bench)), "")),
                1440, 900);
        on(() -> window.getScene().getWindow().sizeToScene());
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            on(() -> window.tick(Instant.now()));
            return on(() -> words(window)).contains("Connected");
        });
    }

    /// A node that says much of itself, on a port that was not asked for.
    private static <N extends ScriptedNode> N talkative(N node) {
        node.introduce("inference-node-with-a-long-name.lab.example", "AMD Ryzen Threadripper PRO 7995WX · 192 threads · 512 GiB",
                "http://127.0.0.1:41234");
        return node;
    }

    private void turnTo(int page) {
        on(() -> window.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.getKeyCode(Integer.toString(page)), false, true,
                false, false)));
        assertThat(on(() -> window.lookupAll(".nav-item").stream().map(ToggleButton.class::cast).filter(ToggleButton::isSelected).toList()))
                .as("page %d", page).hasSize(1).first().isEqualTo(on(() -> item(page)));
    }

    private ToggleButton item(int page) {
        return window.lookupAll(".nav-item").stream().map(ToggleButton.class::cast).toList().get(page - 1);
    }

    private void look(String where) {
        for (int[] size : SIZES) {
            await().until(() -> on(() -> {
                Stage stage = (Stage) window.getScene().getWindow();
                stage.setWidth(size[0]);
                stage.setHeight(size[1]);
                return window.getScene().getWidth() == size[0] && window.getScene().getHeight() == size[1];
            }));
            // More than once: what looks at its size changes its shape in the first pass.
            for (int pass = 0; pass < 3; pass++) {
                on(() -> {
                    window.applyCss();
                    window.layout();
                    return true;
                });
            }
            faults.addAll(on(() -> LayoutFaults.in(window.getScene())).stream()
                    .map(fault -> where + " at " + size[0] + " x " + size[1] + ": " + fault).toList());
        }
    }

    private void assertNoFaults() {
        assertThat(faults).as(() -> String.join("\n", faults)).isEmpty();
    }

    private void press(String text) {
        on(() -> window.lookupAll("*").stream().filter(Labeled.class::isInstance).map(Labeled.class::cast)
                .filter(one -> text.equals(one.getText()) && one instanceof javafx.scene.control.ButtonBase).findFirst().orElseThrow()
                .fireEvent(new javafx.event.ActionEvent()));
    }

    @Test
    void everyPageFitsWhileALoadRuns() {
        open(talkative(new ScriptedLoad(8).running()));
        await().until(() -> {
            on(() -> window.tick(Instant.now()));
            return on(() -> words(window)).contains("Load run #9");
        });
        for (int page = 1; page <= 8; page++) {
            turnTo(page);
            awaitDrawn();
            look("page " + page);
        }
        assertNoFaults();
    }

    @Test
    void theFirstPageFitsWithNoServerOneAndMany() {
        for (List<FoundServer> servers : List.of(List.<FoundServer>of(), List.of(ScriptedMachine.VLLM),
                List.of(ScriptedMachine.VLLM, ScriptedMachine.OLLAMA, ScriptedMachine.VLLM, ScriptedMachine.OLLAMA))) {
            ScriptedNode node = talkative(new ScriptedNode(false));
            node.customMeters().has(servers.toArray(FoundServer[]::new));
            open(node);
            on(() -> window.bench().guide().open(WelcomePage.TITLE));
            await().until(() -> on(() -> words(window)).contains("of 11 ready"));
            look("Welcome with " + servers.size() + " servers");
        }
        assertNoFaults();
    }

    @Test
    void everyPageFitsAfterASession() {
        open(talkative(new ScriptedSession().reach(Phase.FINISHED, 28)));
        for (int page : new int[]{1, 3, 4, 6, 7, 8}) {
            turnTo(page);
            awaitDrawn();
            look("page " + page);
        }
        turnTo(4);
        for (String part : List.of("Method", "Sessions")) {
            on(() -> toggle(part).fire());
            look(part);
        }
        turnTo(6);
        on(() -> toggle("Rule").fire());
        look("the form of a rule");
        press("Save rule");
        look("the form of a rule with errors");
        turnTo(7);
        on(() -> ((TableView<?>) window.lookup(".data-table")).getSelectionModel().select(3));
        look("a chosen knob");
        assertNoFaults();
    }

    @Test
    void everyScenarioFits() {
        open(new ScriptedLoad(6));
        turnTo(3);
        awaitDrawn();
        List<String> scenarios = on(() -> window.lookupAll(".scenario-card").stream().map(card -> card.getAccessibleText()).toList());
        assertThat(scenarios).hasSize(9);
        for (String scenario : scenarios) {
            on(() -> window.lookupAll(".scenario-card").stream().map(ScenarioCard.class::cast)
                    .filter(card -> card.getAccessibleText().equals(scenario)).findFirst().orElseThrow().fire());
            on(() -> window.lookupAll(".bare-field").stream().map(TextField.class::cast)
                    .filter(field -> String.valueOf(field.getAccessibleText()).endsWith("req/s")).forEach(field -> field.setText("1250")));
            look(scenario);
        }
        assertNoFaults();
    }

    @Test
    void theFrameFitsWhileItSaysMuch() {
        Switchboard cable = new Switchboard(talkative(new ScriptedSession().reach(Phase.SEARCH, 19)));
        open(cable.node());
        on(() -> window.bench().dialogs()
                .say("Exported to /home/somebody/a/folder/that/is/deep/and/has/a/long/name/report-of-session-17.html"));
        on(() -> window.bench().togglePause(Instant.now()));
        cable.pulled(true);
        await().until(() -> {
            on(() -> window.tick(Instant.now()));
            return on(() -> words(window)).contains("does not answer, try");
        });
        look("paused, away and told");
        on(() -> window.askForNode("http://127.0.0.1:1"));
        look("attaching");
        robot.push(KeyCode.ESCAPE);
        on(() -> window.askBeforeClosing(17, () -> {}, () -> {}));
        look("closing");
        assertNoFaults();
    }

    private ToggleButton toggle(String text) {
        return window.lookupAll(".segment").stream().map(ToggleButton.class::cast).filter(one -> text.equals(one.getText())).findFirst()
                .orElseThrow();
    }

    /// Lets what the page asked its node for come to the screen.
    private void awaitDrawn() {
        Instant until = Instant.now().plusMillis(700);
        await().until(() -> {
            on(() -> window.tick(Instant.now()));
            return Instant.now().isAfter(until);
        });
    }
}
