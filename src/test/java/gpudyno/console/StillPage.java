package gpudyno.console;

import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Overlay;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.layout.BorderPane;

/// Opens one page on a node that moves only as the test drives it; whatever the page asks is answered before it goes on.
public final class StillPage {
    private StillPage() {
    }

    /// On the thread of the screen.
    ///
    /// @param window around `frame`, in a scene
    public static <P extends Page> P open(ScriptedNode node, BorderPane frame, Overlay window, Function<Workbench, P> build) {
        NodeCalls calls = new NodeCalls(Runnable::run, Runnable::run);
        Workbench bench = new Workbench(calls, window);
        node.drivenByTest();
        NodeViewModel model = new NodeViewModel(node, Optional.empty(), calls);
        bench.node().set(Optional.of(model));
        model.tick(Instant.now());
        P page = build.apply(bench);
        frame.setCenter(page.content());
        page.show(node, TimeRange.MINUTE);
        return page;
    }
}
