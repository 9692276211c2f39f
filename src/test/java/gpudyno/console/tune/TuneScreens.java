package gpudyno.console.tune;

import gpudyno.console.EveryPage;
import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.Switchboard;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.screens.Screen;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The whole window with each of its pages.
public final class TuneScreens {
    private TuneScreens() {
    }

    public static List<Screen> all() {
        return List.of(window("frame-overview", () -> new ScriptedNode(true), KeyCode.DIGIT1),
                window("tune-idle", () -> new ScriptedSession(), KeyCode.DIGIT4),
                window("tune-running", () -> new ScriptedSession().reach(Phase.SEARCH, 19), KeyCode.DIGIT4),
                window("tune-verifying", () -> new ScriptedSession().reach(Phase.VERIFICATION, 24), KeyCode.DIGIT4),
                window("tune-finished", () -> new ScriptedSession().reach(Phase.FINISHED, 28), KeyCode.DIGIT4),
                small(window("tune-narrow", () -> new ScriptedSession().reach(Phase.FINISHED, 28), KeyCode.DIGIT4)),
                away("tune-away", KeyCode.DIGIT4), away("frame-away", KeyCode.DIGIT1), attach(),
                window("alerts", () -> new ScriptedSession(), KeyCode.DIGIT6),
                small(window("alerts-narrow", () -> new ScriptedSession(), KeyCode.DIGIT6)),
                window("settings", () -> new ScriptedSession(), KeyCode.DIGIT8),
                small(window("settings-narrow", () -> new ScriptedSession(), KeyCode.DIGIT8)),
                window("help", () -> new ScriptedSession(), KeyCode.DIGIT9), palette(),
                window("first", () -> new ScriptedNode(false), KeyCode.DIGIT1));
    }

    private static Screen small(Screen screen) {
        return new Screen(screen.name(), 1100, 800, screen.settle(), screen.content());
    }

    /// The node answers, then does not.
    private static Screen away(String name, KeyCode page) {
        return new Screen(name, 1440, 900, Duration.ofSeconds(5), _ -> {
            Switchboard cable = new Switchboard(new ScriptedSession().reach(Phase.FINISHED, 28));
            ConsoleWindow window = open(cable.node(), page);
            Timeline pull = new Timeline(new KeyFrame(javafx.util.Duration.millis(1800), _ -> cable.pulled(true)));
            pull.play();
            return window;
        });
    }

    private static Screen attach() {
        return new Screen("attach", 1440, 900, Duration.ofSeconds(2), _ -> {
            ConsoleWindow window = open(new ScriptedSession(), KeyCode.DIGIT4);
            window.askForNode("http://127.0.0.1:7071");
            Timeline press = new Timeline(new KeyFrame(javafx.util.Duration.millis(600),
                    _ -> ((Button) window.lookup(".veil").lookup(".primary")).fire()));
            press.play();
            return window;
        });
    }

    /// The palette, with something typed.
    private static Screen palette() {
        return new Screen("palette", 1440, 900, Duration.ofSeconds(3), _ -> {
            ConsoleWindow window = open(new ScriptedSession().reach(Phase.FINISHED, 28), KeyCode.DIGIT6);
            Timeline type = new Timeline(new KeyFrame(javafx.util.Duration.millis(1500), _ -> {
                window.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.K, false, true, false, false));
                ((TextField) window.lookup(".palette .text-field")).setText("se");
            }));
            type.play();
            return window;
        });
    }

    private static Screen window(String name, Supplier<Node> node, KeyCode page) {
        return new Screen(name, 1440, 900, Duration.ofSeconds(6), _ -> open(node.get(), page));
    }

    private static ConsoleWindow open(Node node, KeyCode page) {
        NodeCalls calls = NodeCalls.onVirtualThreads();
        ConsoleWindow window = new ConsoleWindow(calls, new ScriptedNodes(node),
                EveryPage::of);
        window.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", page, false, true, false, false));
        Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(400), _ -> window.tick(Instant.now())));
        ticks.setCycleCount(10);
        ticks.play();
        return window;
    }
}
