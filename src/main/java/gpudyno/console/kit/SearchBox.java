package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/// Looks like a field to search in, and opens what searches. In a narrow window it is an icon.
public final class SearchBox extends Button {
    private static final double OPEN_WIDTH = 232;
    private static final double ICON_WIDTH = 34;

    private final HBox parts;
    private final Label hint;
    private final Label prompt;

    /// @param shortcut the key that does the same, such as `Ctrl K`
    public SearchBox(String prompt, String shortcut, Runnable open) {
        getStyleClass().setAll("field-box", "search-box");
        this.prompt = Labels.muted(prompt);
        hint = Labels.styled(shortcut, "key-hint");
        hint.setMinWidth(USE_PREF_SIZE);
        parts = new HBox(5, Icons.of(Feather.SEARCH, 14), this.prompt, Labels.spacer(), hint);
        parts.setAlignment(Pos.CENTER_LEFT);
        setGraphic(parts);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setAccessibleText(prompt);
        setTooltip(new Tooltip(prompt + " (" + shortcut + ")"));
        setOnAction(_ -> open.run());
        compact(false);
    }

    public void compact(boolean now) {
        for (Label label : new Label[]{prompt, hint}) {
            label.setVisible(!now);
            label.setManaged(!now);
        }
        double width = now ? ICON_WIDTH : OPEN_WIDTH;
        setMinWidth(width);
        setPrefWidth(width);
        setMaxWidth(width);
        parts.setPrefWidth(width - 18);
    }
}
