package gpudyno.console.cost;

import gpudyno.console.ScriptedNode;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.PageScreens;
import gpudyno.console.screens.Screen;
import java.util.List;

/// The Cost page: with a ledger, before anything was counted or has a price, in the least window, and in the whole window.
public final class CostScreens {
    private CostScreens() {
    }

    public static List<Screen> all() {
        return List.of(page("cost", 1208, 824, true), page("cost-none", 1208, 824, false), page("cost-small", 944, 960, true),
                PageScreens.window("cost-window", CostPage.TITLE, () -> new ScriptedNode(true), TimeRange.QUARTER));
    }

    private static Screen page(String name, int width, int height, boolean loaded) {
        return PageScreens.page(name, width, height, loaded, TimeRange.QUARTER, CostPage::new);
    }
}
