package gpudyno.console.kit;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/// A GPU under its node, 28 px: icon, name, one value.
public final class DeviceRow extends Button {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final Label value = Labels.plain("");

    public DeviceRow(String name) {
        getStyleClass().setAll("device-row");
        setMaxWidth(Double.MAX_VALUE);
        Label words = Labels.muted(name);
        // Where room is short the name gives way, never the value.
        words.setMinWidth(0);
        HBox row = new HBox(8, Icons.of(Feather.CPU, 14), words, Labels.spacer(), value);
        row.setAlignment(Pos.CENTER_LEFT);
        setGraphic(row);
        value.setMinWidth(USE_PREF_SIZE);
        setAccessibleText(name);
    }

    public void show(String text) {
        FxThread.require();
        value.setText(text);
    }

    /// Whether the page in view shows it.
    public void selected(boolean now) {
        pseudoClassStateChanged(SELECTED, now);
    }
}
