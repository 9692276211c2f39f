package gpudyno.console.kit;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// Where commands and searches are typed; Enter runs, Escape clears. In a narrow window it is an icon that opens on focus.
public final class SearchBox extends HBox {
    private static final double OPEN_WIDTH = 232;

    private final TextField field = new TextField();
    private final Label hint;
    private boolean compact;

    /// @param shortcut the key that brings one here, such as `Ctrl K`
    public SearchBox(String prompt, String shortcut, Consumer<String> run) {
        super(8);
        getStyleClass().addAll("field-box", "search-box");
        setAlignment(Pos.CENTER_LEFT);
        hint = Labels.styled(shortcut, "key-hint");
        hint.setMinWidth(USE_PREF_SIZE);
        field.setPromptText(prompt);
        field.setAccessibleText(prompt);
        field.getStyleClass().add("bare-field");
        HBox.setHgrow(field, Priority.ALWAYS);
        getChildren().addAll(Icons.of(Feather.SEARCH, 14), field, hint);
        setOnMouseClicked(_ -> field.requestFocus());
        field.setOnAction(_ -> {
            if (!field.getText().isBlank()) {
                run.accept(field.getText().strip());
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !field.getText().isEmpty()) {
                field.clear();
                event.consume();
            }
        });
        field.focusedProperty().subscribe(_ -> arrange());
    }

    public TextField field() {
        return field;
    }

    public void compact(boolean now) {
        compact = now;
        arrange();
    }

    private void arrange() {
        boolean closed = compact && !field.isFocused();
        hint.setVisible(!compact);
        hint.setManaged(!compact);
        // Of no width, not invisible: an invisible field could not take the focus that opens it.
        field.setPrefWidth(closed ? 0 : USE_COMPUTED_SIZE);
        field.setMinWidth(closed ? 0 : USE_COMPUTED_SIZE);
        field.setMaxWidth(closed ? 0 : Double.MAX_VALUE);
        setPrefWidth(closed ? 34 : OPEN_WIDTH);
        setSpacing(closed ? 0 : 8);
    }
}
