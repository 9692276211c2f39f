package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// A 24 px round label for one part of an expression, such as a constraint.
public final class Tag extends HBox {
    private final Label text;

    public Tag(String text) {
        super(4);
        this.text = new Label(text);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("tag");
        setMinWidth(USE_PREF_SIZE);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        getChildren().add(this.text);
    }

    /// In the accent colour, with an icon: the one that matters most.
    public Tag accent(Ikon icon) {
        Status.ACCENT.on(this);
        text.setGraphic(Icons.of(icon, 14, Status.ACCENT));
        return this;
    }

    /// Adds a cross that calls `remove`.
    public Tag removable(Runnable remove) {
        Button cross = new Button(null, Icons.of(Feather.X, 12));
        cross.getStyleClass().add("tag-remove");
        cross.setAccessibleText("Remove " + text.getText());
        cross.setOnAction(_ -> remove.run());
        getChildren().add(cross);
        return this;
    }

    /// The dashed last tag of a row, which adds another.
    public static Button add(String text, Runnable add) {
        Button button = new Button(text, Icons.of(Feather.PLUS, 14));
        button.getStyleClass().setAll("tag-add");
        button.setOnAction(_ -> add.run());
        return button;
    }
}
