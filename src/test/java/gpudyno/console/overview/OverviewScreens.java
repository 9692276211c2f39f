package gpudyno.console.overview;

import gpudyno.console.ScriptedNode;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Parent;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;

/// Overview, idle and under load.
public final class OverviewScreens {
    private OverviewScreens() {
    }

    public static List<Screen> all() {
        return List.of(screen("overview", true), screen("overview-idle", false), pointed());
    }

    /// The pointer at the last thing that happened.
    private static Screen pointed() {
        return new Screen("overview-pointed", 1208, 824, Duration.ofSeconds(2), _ -> {
            ScriptedNode node = new ScriptedNode(true);
            OverviewPage page = open(node);
            Instant happened = node.events().getFirst().at();
            new Timeline(new KeyFrame(javafx.util.Duration.millis(1500), _ -> page.content().lookupAll("*").stream()
                    .filter(Canvas.class::isInstance).filter(canvas -> canvas.getParent() instanceof TimeChart)
                    .map(Canvas.class::cast).max(Comparator.comparingDouble(Canvas::getWidth)).ifPresent(chart -> point(chart, happened))))
                    .play();
            return (Parent) page.content();
        });
    }

    private static OverviewPage open(ScriptedNode node) {
        NodeCalls calls = NodeCalls.onVirtualThreads();
        Workbench bench = new Workbench(calls, new Overlay(new Pane()));
        NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
        bench.node().set(Optional.of(model));
        model.tick(Instant.now());
        OverviewPage page = new OverviewPage(bench);
        page.show(node, TimeRange.FIVE_MINUTES);
        return page;
    }

    private static void point(Canvas chart, Instant at) {
        double share = 1 - Duration.between(at, Instant.now()).toMillis() / 300_000.0;
        double x = 44 + share * (chart.getWidth() - 56);
        chart.getOnMouseMoved().handle(new MouseEvent(MouseEvent.MOUSE_MOVED, x, 60, x, 60, MouseButton.NONE, 0, false, false, false, false,
                false, false, false, false, false, false, null));
    }

    private static Screen screen(String name, boolean loaded) {
        return new Screen(name, 1208, 824, Duration.ofMillis(2500), _ -> {
            return (Parent) open(new ScriptedNode(loaded)).content();
        });
    }
}
