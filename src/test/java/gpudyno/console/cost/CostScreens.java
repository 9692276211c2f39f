package gpudyno.console.cost;

import gpudyno.console.EveryPage;
import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Parent;
import javafx.scene.layout.Pane;

/// The Cost page: of a busy day, before anything was counted, in the least window, and in the whole window.
public final class CostScreens {
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private CostScreens() {
    }

    public static List<Screen> all() {
        return List.of(page("cost", 1208, 824, true), page("cost-none", 1208, 824, false), page("cost-small", 944, 960, true),
                new Screen("cost-window", 1440, 900, SETTLE, _ -> window()));
    }

    private static Screen page(String name, int width, int height, boolean loaded) {
        return new Screen(name, width, height, SETTLE, _ -> {
            NodeCalls calls = NodeCalls.onVirtualThreads();
            Workbench bench = new Workbench(calls, new Overlay(new Pane()));
            ScriptedNode node = new ScriptedNode(loaded);
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            CostPage page = new CostPage(bench);
            page.show(node, TimeRange.QUARTER);
            return (Parent) page.content();
        });
    }

    private static ConsoleWindow window() {
        ConsoleWindow window = new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(new ScriptedNode(true)),
                bench -> EveryPage.startingWith("Cost", bench));
        window.bench().range().set(TimeRange.QUARTER);
        Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(400), _ -> window.tick(Instant.now())));
        ticks.setCycleCount(5);
        ticks.play();
        return window;
    }
}
