package gpudyno.console.kit;

import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/// A page's panels. They share the room there is; where a window is too low for what they need the page scrolls, and it never scrolls
/// sideways. Tab scrolls to what it reaches, so the page is no stop of its own.
public final class PageScroll extends ScrollPane {
    public PageScroll(Region panels) {
        super(panels);
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
    }
}
