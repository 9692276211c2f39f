package gpudyno.console.gpu;

import gpudyno.console.EveryPage;
import gpudyno.console.ScriptedGpus;
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
import java.util.function.Supplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Parent;
import javafx.scene.layout.Pane;

/// The GPU page: one card, a server's eight with MIG, none, one that was lost, and the least size of the window.
public final class GpuScreens {
    private static final Duration SETTLE = Duration.ofSeconds(6);

    private GpuScreens() {
    }

    public static List<Screen> all() {
        return List.of(page("gpu", 1208, 824, ScriptedGpus::workstation), page("gpu-tall", 1208, 1150, ScriptedGpus::workstation),
                page("gpu-many", 1208, 1000, ScriptedGpus::server), page("gpu-none", 1208, 824, ScriptedGpus::none),
                page("gpu-lost", 1208, 824, ScriptedGpus::lost), page("gpu-small", 944, 624, ScriptedGpus::workstation),
                window("gpu-window", "GPU", ScriptedGpus::workstation), window("gpu-overview", "Overview", ScriptedGpus::server));
    }

    private static Screen page(String name, int width, int height, Supplier<ScriptedGpus> gpus) {
        return new Screen(name, width, height, SETTLE, _ -> {
            NodeCalls calls = NodeCalls.onVirtualThreads();
            Workbench bench = new Workbench(calls, new Overlay(new Pane()));
            ScriptedNode node = new ScriptedNode(true, gpus.get());
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            GpuPage page = new GpuPage(bench);
            page.show(node, TimeRange.FIVE_MINUTES);
            return (Parent) page.content();
        });
    }

    private static Screen window(String name, String first, Supplier<ScriptedGpus> gpus) {
        return new Screen(name, 1440, 900, SETTLE, _ -> {
            ScriptedNode node = new ScriptedNode(true, gpus.get());
            ConsoleWindow window = new ConsoleWindow(NodeCalls.onVirtualThreads(), new ScriptedNodes(node),
                    bench -> EveryPage.startingWith(first, bench));
            window.bench().range().set(TimeRange.FIVE_MINUTES);
            Timeline ticks = new Timeline(new KeyFrame(javafx.util.Duration.millis(400), _ -> window.tick(Instant.now())));
            ticks.setCycleCount(5);
            ticks.play();
            return window;
        });
    }
}
