package gpudyno.console.cache;

import gpudyno.console.EveryPage;
import gpudyno.console.ScriptedNode;
import gpudyno.console.ScriptedNodes;
import gpudyno.console.frame.ConsoleWindow;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.ActionButton;
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

/// The Cache page: under load, with the cache off, in the least window, after a dry run, and in the whole window.
public final class CacheScreens {
    private static final Duration SETTLE = Duration.ofSeconds(3);

    private CacheScreens() {
    }

    public static List<Screen> all() {
        return List.of(page("cache", 1208, 824, true), page("cache-off", 1208, 824, false), page("cache-small", 944, 1250, true), counted(),
                new Screen("cache-window", 1440, 900, SETTLE, _ -> window()));
    }

    /// After a dry run.
    private static Screen counted() {
        Screen page = page("cache-counted", 1208, 824, true);
        return new Screen(page.name(), page.width(), page.height(), page.settle(), theme -> {
            Parent content = page.content().apply(theme);
            Timeline press = new Timeline(new KeyFrame(javafx.util.Duration.seconds(1),
                    _ -> content.lookupAll(".action").stream().map(ActionButton.class::cast)
                            .filter(button -> button.getText().equals("Dry run")).forEach(ActionButton::fire)));
            press.play();
            return content;
        });
    }

    private static Screen page(String name, int width, int height, boolean loaded) {
        return new Screen(name, width, height, SETTLE, _ -> {
            NodeCalls calls = NodeCalls.onVirtualThreads();
            Workbench bench = new Workbench(calls, new Overlay(new Pane()));
            ScriptedNode node = new ScriptedNode(loaded);
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            CachePage page = new CachePage(bench);
            page.show(node, TimeRange.FIVE_MINUTES);
            return (Parent) page.content();
        });
    }

    private static ConsoleWindow window() {
        ConsoleWindow window = new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(new ScriptedNode(true)),
                bench -> EveryPage.startingWith(CachePage.TITLE, bench));
        window.bench().range().set(TimeRange.FIVE_MINUTES);
        Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(400), _ -> window.tick(Instant.now())));
        ticks.setCycleCount(5);
        ticks.play();
        return window;
    }
}
