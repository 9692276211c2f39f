package gpudyno.console.cost;

import gpudyno.console.ScriptedNode;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.PageScreens;
import gpudyno.console.screens.Screen;
import java.util.List;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Parent;
import javafx.scene.control.ToggleButton;

/// The Cost page: with a ledger, before anything was counted or has a price, in the least window, and in the whole window.
public final class CostScreens {
    private CostScreens() {
    }

    public static List<Screen> all() {
        return List.of(page("cost", 1208, 824, true), page("cost-none", 1208, 824, false), page("cost-small", 944, 960, true), keys(),
                PageScreens.window("cost-window", CostPage.TITLE, () -> new ScriptedNode(true), TimeRange.QUARTER));
    }

    /// Serving by API key.
    private static Screen keys() {
        Screen page = page("cost-keys", 1208, 824, true);
        return new Screen(page.name(), page.width(), page.height(), page.settle(), theme -> {
            Parent content = page.content().apply(theme);
            new Timeline(new KeyFrame(javafx.util.Duration.seconds(2), _ -> content.lookupAll(".segment").stream()
                    .map(ToggleButton.class::cast).filter(one -> one.getText().equals("Key")).forEach(ToggleButton::fire))).play();
            return content;
        });
    }

    private static Screen page(String name, int width, int height, boolean loaded) {
        return PageScreens.page(name, width, height, loaded, TimeRange.QUARTER, CostPage::new);
    }
}
