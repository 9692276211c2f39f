package gpudyno.console.alerts;

import gpudyno.console.ScriptedNode;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Overlay;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Parent;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Pane;

/// Alerts, with what happened.
public final class AlertsScreens {
    private AlertsScreens() {
    }

    public static List<Screen> all() {
        return List.of(screen("alerts-incidents", "Incidents"));
    }

    /// @param chosen words of the lower panel's view; empty for the first
    private static Screen screen(String name, String chosen) {
        return new Screen(name, 1208, 824, Duration.ofMillis(2500), _ -> {
            ScriptedNode node = new ScriptedNode(true);
            NodeCalls calls = NodeCalls.onVirtualThreads();
            Workbench bench = new Workbench(calls, new Overlay(new Pane()));
            NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
            bench.node().set(Optional.of(model));
            model.tick(Instant.now());
            AlertsPage page = new AlertsPage(bench);
            page.show(node, TimeRange.FIVE_MINUTES);
            Parent content = (Parent) page.content();
            new Timeline(new KeyFrame(javafx.util.Duration.millis(1000), _ -> content.lookupAll("*").stream()
                    .filter(ToggleButton.class::isInstance).map(ToggleButton.class::cast)
                    .filter(button -> button.getParent() instanceof SegmentedControl && button.getText().equals(chosen))
                    .forEach(ToggleButton::fire))).play();
            return content;
        });
    }
}
