package gpudyno.console.tune;

import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.overview.OverviewPage;
import gpudyno.console.screens.Screen;
import gpudyno.console.settings.HelpPage;
import gpudyno.console.settings.SettingsPage;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The whole window with each of its pages.
public final class TuneScreens {
    private TuneScreens() {
    }

    public static List<Screen> all() {
        return List.of(window("frame-overview", () -> new ScriptedNode(true), KeyCode.DIGIT1),
                window("tune-idle", () -> new ScriptedSession(), KeyCode.DIGIT2),
                window("tune-running", () -> new ScriptedSession().reach(Phase.SEARCH, 19), KeyCode.DIGIT2),
                window("tune-finished", () -> new ScriptedSession().reach(Phase.FINISHED, 28), KeyCode.DIGIT2),
                window("settings", () -> new ScriptedSession(), KeyCode.DIGIT3),
                window("help", () -> new ScriptedSession(), KeyCode.DIGIT4));
    }

    private static Screen window(String name, Supplier<Node> node, KeyCode page) {
        return new Screen(name, 1440, 900, Duration.ofSeconds(3), _ -> {
            NodeCalls calls = NodeCalls.onVirtualThreads();
            ConsoleWindow window = new ConsoleWindow(calls, new ScriptedNodes(node.get()),
                    bench -> new ConsoleWindow.Pages(List.of(new OverviewPage(bench.calls()), new TunePage(bench)),
                            List.of(new SettingsPage(bench, Path.of("config")), new HelpPage(bench))));
            window.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", page, false, true, false, false));
            Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(400), _ -> window.tick(Instant.now())));
            ticks.setCycleCount(5);
            ticks.play();
            return window;
        });
    }
}
