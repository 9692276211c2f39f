package gpudyno.console.kit;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// A muted name in a column of its own and what is said of it at its right.
public final class Fact extends HBox {
    private static final double NAME = 84;

    private final Label value = Labels.plain("");

    public Fact(String name, String value) {
        super(8);
        Label left = Labels.muted(name);
        left.setMinWidth(NAME);
        this.value.setText(value);
        this.value.setWrapText(true);
        this.value.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(this.value, Priority.ALWAYS);
        setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(left, this.value);
    }

    public void value(String text) {
        value.setText(text);
    }
}
