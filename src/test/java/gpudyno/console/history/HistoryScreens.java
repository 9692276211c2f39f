package gpudyno.console.history;

import gpudyno.console.EveryPage;
import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.screens.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;

/// The History page in the whole window: of a node with sessions and runs, and of one on which little happened.
public final class HistoryScreens {
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private HistoryScreens() {
    }

    public static List<Screen> all() {
        return List.of(new Screen("history", 1440, 900, SETTLE, _ -> window(new KeptNode(Instant.now(), 6))),
                new Screen("history-idle", 1440, 900, SETTLE, _ -> window(new ScriptedNode(false))));
    }

    private static ConsoleWindow window(ScriptedNode node) {
        ConsoleWindow window = new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(node),
                bench -> EveryPage.startingWith(HistoryPage.TITLE, bench));
        Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(400), _ -> window.tick(Instant.now())));
        ticks.setCycleCount(5);
        ticks.play();
        return window;
    }
}
