package gpudyno.console.tune;

import gpudyno.console.ScriptedNode;
import gpudyno.console.Switchboard;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.PageScreens;
import gpudyno.console.screens.Screen;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Node;
import java.time.Duration;
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
        return List.of(window("frame-overview", () -> new ScriptedNode(true), "Overview"),
                window("tune-idle", () -> new ScriptedSession(), "Tune"),
                window("tune-running", () -> new ScriptedSession().reach(Phase.SEARCH, 19), "Tune"),
                window("tune-verifying", () -> new ScriptedSession().reach(Phase.VERIFICATION, 24), "Tune"),
                window("tune-finished", () -> new ScriptedSession().reach(Phase.FINISHED, 28), "Tune"),
                small(window("tune-narrow", () -> new ScriptedSession().reach(Phase.FINISHED, 28), "Tune")),
                away("tune-away", "Tune"), away("frame-away", "Overview"), attach(),
                window("alerts", () -> new ScriptedSession(), "Alerts"),
                small(window("alerts-narrow", () -> new ScriptedSession(), "Alerts")),
                window("settings", () -> new ScriptedSession(), "Settings"),
                small(window("settings-narrow", () -> new ScriptedSession(), "Settings")),
                window("help", () -> new ScriptedSession(), "Help"), palette(),
                window("first", () -> new ScriptedNode(false), "Overview"));
    }

    private static Screen small(Screen screen) {
        return new Screen(screen.name(), 1100, 800, screen.settle(), screen.content());
    }

    /// The node answers, then does not.
    private static Screen away(String name, String page) {
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
            ConsoleWindow window = open(new ScriptedSession(), "Tune");
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
            ConsoleWindow window = open(new ScriptedSession().reach(Phase.FINISHED, 28), "Alerts");
            Timeline type = new Timeline(new KeyFrame(javafx.util.Duration.millis(1500), _ -> {
                window.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.K, false, true, false, false));
                ((TextField) window.lookup(".palette .text-field")).setText("se");
            }));
            type.play();
            return window;
        });
    }

    private static Screen window(String name, Supplier<Node> node, String page) {
        return new Screen(name, 1440, 900, Duration.ofSeconds(6), _ -> open(node.get(), page));
    }

    private static ConsoleWindow open(Node node, String page) {
        return PageScreens.window(page, node, TimeRange.QUARTER);
    }
}
