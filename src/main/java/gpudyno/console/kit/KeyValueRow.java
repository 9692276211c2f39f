package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A muted name at the left, its value at the right.
public final class KeyValueRow extends HBox {
    private final Label name = Labels.muted("");
    private final Label value = Labels.styled("", "key-value", "colored");

    public KeyValueRow(String key, String value) {
        super(4);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("key-value-row");
        name.setText(key);
        // Where room is short the name gives way, never the value.
        name.setMinWidth(0);
        this.value.setMinWidth(USE_PREF_SIZE);
        this.value.setText(value);
        getChildren().addAll(name, Labels.spacer(), this.value);
    }

    /// Both in 11 px, for tiles and cards.
    public KeyValueRow small() {
        getStyleClass().add("small");
        return this;
    }

    /// The name over the value, where there is no room for both side by side.
    KeyValueRow stacked(boolean now) {
        getChildren().clear();
        if (now) {
            getChildren().add(new VBox(name, value));
        } else {
            getChildren().addAll(name, Labels.spacer(), value);
        }
        return this;
    }

    public KeyValueRow key(String text) {
        name.setText(text);
        return this;
    }

    public KeyValueRow value(String text) {
        value.setText(text);
        return this;
    }

    /// Colours the value; neutral is the colour of text.
    public KeyValueRow status(Status status) {
        status.on(value);
        return this;
    }
}
