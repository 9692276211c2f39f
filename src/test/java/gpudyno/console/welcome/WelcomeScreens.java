package gpudyno.console.welcome;

import gpudyno.console.ScriptedMachine;
import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.load.LoadPage;
import gpudyno.console.overview.OverviewPage;
import gpudyno.console.screens.Screen;
import gpudyno.console.settings.HelpPage;
import gpudyno.model.machine.FoundServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;

/// The page of a first start: one server found, none, several.
public final class WelcomeScreens {
    private WelcomeScreens() {
    }

    public static List<Screen> all() {
        return List.of(window("welcome", ScriptedMachine.VLLM), window("welcome-none"),
                window("welcome-several", ScriptedMachine.VLLM, ScriptedMachine.OLLAMA));
    }

    private static Screen window(String name, FoundServer... servers) {
        return new Screen(name, 1440, 900, Duration.ofSeconds(2), _ -> {
            ScriptedNode node = new ScriptedNode(false);
            node.customMeters().has(servers);
            ConsoleWindow window = new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(node),
                    bench -> new ConsoleWindow.Pages(List.of(new OverviewPage(bench), new LoadPage(bench)), List.of(new HelpPage(bench)),
                            List.of(new WelcomePage(bench)), WelcomePage.TITLE));
            Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(400), _ -> window.tick(Instant.now())));
            ticks.setCycleCount(4);
            ticks.play();
            return window;
        });
    }
}
