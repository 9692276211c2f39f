package gpudyno.console.cache;

import gpudyno.console.ScriptedNode;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.PageScroll;
import gpudyno.console.page.TimeRange;
import gpudyno.console.screens.PageScreens;
import gpudyno.console.screens.Screen;
import java.util.List;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Parent;

/// The Cache page: under load, with the cache off, in the least window, after a dry run, and in the whole window.
public final class CacheScreens {
    private CacheScreens() {
    }

    public static List<Screen> all() {
        return List.of(page("cache", 1208, 824, true), page("cache-off", 1208, 824, false), page("cache-small", 944, 960, true), counted(),
                scrolled(),
                PageScreens.window("cache-window", CachePage.TITLE, () -> new ScriptedNode(true), TimeRange.FIVE_MINUTES));
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

    /// The panels further down.
    private static Screen scrolled() {
        Screen page = page("cache-lower", 1208, 824, true);
        return new Screen(page.name(), page.width(), page.height(), page.settle(), theme -> {
            Parent content = page.content().apply(theme);
            Timeline scroll = new Timeline(new KeyFrame(javafx.util.Duration.seconds(1),
                    _ -> content.lookupAll(".scroll-pane").stream().filter(PageScroll.class::isInstance).map(PageScroll.class::cast)
                            .forEach(pane -> pane.setVvalue(1))));
            scroll.play();
            return content;
        });
    }

    private static Screen page(String name, int width, int height, boolean loaded) {
        return PageScreens.page(name, width, height, loaded, TimeRange.FIVE_MINUTES, CachePage::new);
    }
}
