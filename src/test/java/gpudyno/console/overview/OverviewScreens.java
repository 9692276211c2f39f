package gpudyno.console.overview;

import gpudyno.console.ScriptedNode;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.Screen;
import java.time.Duration;
import java.util.List;
import javafx.scene.Parent;

/// Overview, idle and under load.
public final class OverviewScreens {
    private OverviewScreens() {
    }

    public static List<Screen> all() {
        return List.of(screen("overview", true), screen("overview-idle", false));
    }

    private static Screen screen(String name, boolean loaded) {
        return new Screen(name, 1208, 824, Duration.ofMillis(2500), _ -> {
            OverviewPage page = new OverviewPage(NodeCalls.onVirtualThreads(), _ -> {});
            page.show(new ScriptedNode(loaded), TimeRange.FIVE_MINUTES);
            return (Parent) page.content();
        });
    }
}
