package gpudyno.console.kit;

import javafx.scene.control.ToggleButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// An on-off switch, 28 by 16 pixels.
public final class Toggle extends ToggleButton {
    /// @param accessibleText what it switches
    public Toggle(String accessibleText, boolean on) {
        getStyleClass().setAll("toggle");
        setAccessibleText(accessibleText);
        Region thumb = new Region();
        thumb.getStyleClass().add("toggle-thumb");
        StackPane track = new StackPane(thumb);
        track.getStyleClass().add("toggle-track");
        setGraphic(track);
        setSelected(on);
    }
}
