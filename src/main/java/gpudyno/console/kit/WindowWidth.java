package gpudyno.console.kit;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;

/// The widths of a window at which its parts change their shape.
public final class WindowWidth {
    /// Below it the sidebar is a rail of icons and a page's right column stands under its left one.
    private static final double NARROW = 1200;

    private WindowWidth() {
    }

    public static boolean isNarrow(double width) {
        return width > 0 && width < NARROW;
    }

    /// Whether the window a node stands in is narrow; false while it stands in none.
    public static ObservableValue<Boolean> narrow(Node node) {
        return node.sceneProperty().flatMap(Scene::widthProperty).map(width -> isNarrow(width.doubleValue())).orElse(false);
    }
}
