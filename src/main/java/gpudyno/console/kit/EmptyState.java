package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/// A panel with nothing to show yet: one sentence and at most one button.
public final class EmptyState extends VBox {
    public EmptyState(String sentence) {
        super(12);
        setAlignment(Pos.CENTER);
        getStyleClass().add("empty-state");
        Label words = Labels.muted(sentence);
        words.setWrapText(true);
        words.setTextAlignment(TextAlignment.CENTER);
        getChildren().add(words);
    }

    public EmptyState(String sentence, ActionButton button) {
        this(sentence);
        getChildren().add(button);
    }
}
