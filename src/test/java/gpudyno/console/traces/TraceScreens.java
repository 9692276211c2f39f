package gpudyno.console.traces;

import gpudyno.console.ScriptedNode;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.PageScreens;
import gpudyno.console.screens.Screen;
import java.util.List;

/// The Traces page: after a surge, with nothing kept, in the least window, and in the whole window.
public final class TraceScreens {
    private TraceScreens() {
    }

    public static List<Screen> all() {
        return List.of(page("traces", 1208, 824, true), page("traces-none", 1208, 824, false), page("traces-small", 944, 960, true),
                PageScreens.window("traces-window", TracesPage.TITLE, () -> new ScriptedNode(true), TimeRange.QUARTER));
    }

    private static Screen page(String name, int width, int height, boolean loaded) {
        return PageScreens.page(name, width, height, loaded, TimeRange.QUARTER, TracesPage::new);
    }
}
