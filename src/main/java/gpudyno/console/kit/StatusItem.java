package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// One entry of the status bar: an optional dot, a muted word, a value.
public final class StatusItem extends HBox {
    private final Label name;
    private final Label value = Labels.styled("", "status-value");

    public StatusItem(String name) {
        super(6);
        this.name = Labels.caption(name);
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(this.name, value);
        value.setManaged(false);
    }

    public StatusItem value(String text) {
        value.setText(text);
        value.setManaged(!text.isEmpty());
        return this;
    }

    /// Gives way where the bar has no room; its value stays.
    public StatusItem yielding() {
        setMinWidth(0);
        name.setMinWidth(0);
        value.setMinWidth(USE_PREF_SIZE);
        return this;
    }

    /// Puts a dot before the word, which says the same.
    public StatusItem state(Status status, String word) {
        if (getChildren().size() == 2) {
            getChildren().addFirst(Icons.dot(6, status));
        }
        status.on(getChildren().getFirst());
        name.setText(word);
        return this;
    }
}
