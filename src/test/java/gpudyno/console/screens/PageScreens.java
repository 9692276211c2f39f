package gpudyno.console.screens;

import gpudyno.console.EveryPage;
import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Parent;
import javafx.scene.layout.Pane;

/// A page of a scripted node, alone or in the whole window.
public final class PageScreens {
    private static final Duration SETTLE = Duration.ofSeconds(4);
    private static final int TICKS = 10;

    private PageScreens() {
    }

    /// The page alone.
    ///
    /// @param loaded whether the node has been at work
    public static Screen page(String name, int width, int height, boolean loaded, TimeRange range, Function<Workbench, Page> made) {
        return new Screen(name, width, height, SETTLE, _ -> {
            NodeCalls calls = NodeCalls.onVirtualThreads();
            Workbench bench = new Workbench(calls, new Overlay(new Pane()));
            ScriptedNode node = new ScriptedNode(loaded);
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            Page page = made.apply(bench);
            page.show(node, range);
            return (Parent) page.content();
        });
    }

    /// The whole window, with a page in view.
    public static Screen window(String name, String page, Supplier<Node> node, TimeRange range) {
        return new Screen(name, 1440, 900, SETTLE, _ -> window(page, node.get(), range));
    }

    /// The same, for what is done in it before the picture is taken.
    public static ConsoleWindow window(String page, Node node, TimeRange range) {
        ConsoleWindow window = new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(node),
                bench -> EveryPage.startingWith(page, bench));
        window.bench().range().set(range);
        Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(400), _ -> window.tick(Instant.now())));
        ticks.setCycleCount(TICKS);
        ticks.play();
        return window;
    }
}
