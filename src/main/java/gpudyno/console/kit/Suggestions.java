package gpudyno.console.kit;

import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.stage.Popup;
import org.jspecify.annotations.Nullable;

/// A list under a text field of what may be written where its caret stands. Up and Down choose, Enter, Tab or a click write, Escape closes
/// it, Ctrl+Space opens it.
public final class Suggestions {
    private static final double ROW = 26;
    private static final int ROWS = 7;
    private static final double WIDTH = 420;

    private final TextField field;
    private final Source source;
    private final ListView<Suggestion> list = new ListView<>();
    private final Popup popup = new Popup();
    private boolean writing;

    /// @param from where what is replaced begins; it ends at the caret
    /// @param text what is written there
    /// @param hint what it means, in a few words
    public record Suggestion(int from, String text, String hint) {}

    /// Knows what may be written.
    public interface Source {
        /// @param asked whether the person asked for it, also where nothing is begun yet
        List<Suggestion> at(String text, int caret, boolean asked);
    }

    private Suggestions(TextField field, Source source) {
        this.field = field;
        this.source = source;
    }

    /// Offers suggestions under a field from now on.
    public static Suggestions under(TextField field, Source source) {
        Suggestions made = new Suggestions(field, source);
        made.install();
        return made;
    }

    private void install() {
        list.setFixedCellSize(ROW);
        list.setPrefWidth(WIDTH);
        list.setFocusTraversable(false);
        list.setCellFactory(_ -> new Row());
        StackPane around = new StackPane(list);
        around.getStyleClass().add("combo-box-popup");
        popup.getContent().add(around);
        popup.setAutoHide(true);
        popup.setHideOnEscape(false);
        // A click elsewhere closes it and is done as well.
        popup.setConsumeAutoHidingEvents(false);
        field.textProperty().subscribe(_ -> {
            if (field.isFocused() && !writing) {
                // The caret follows the text.
                javafx.application.Platform.runLater(() -> offer(false));
            }
        });
        field.focusedProperty().subscribe(focused -> {
            if (!focused) {
                popup.hide();
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.SPACE && event.isControlDown()) {
            offer(true);
            event.consume();
        } else if (popup.isShowing()) {
            switch (event.getCode()) {
                case UP -> choose(event, -1);
                case DOWN -> choose(event, 1);
                case ENTER, TAB -> {
                    write(list.getSelectionModel().getSelectedItem());
                    event.consume();
                }
                case ESCAPE -> {
                    popup.hide();
                    event.consume();
                }
                default -> {
                    // Goes to the field.
                }
            }
        }
    }

    private void choose(KeyEvent event, int step) {
        int next = Math.clamp(list.getSelectionModel().getSelectedIndex() + step, 0, list.getItems().size() - 1);
        list.getSelectionModel().select(next);
        list.scrollTo(next);
        event.consume();
    }

    private void offer(boolean asked) {
        if (!field.isFocused() || field.getScene() == null) {
            popup.hide();
            return;
        }
        List<Suggestion> found = source.at(field.getText(), field.getCaretPosition(), asked);
        list.getItems().setAll(found);
        if (found.isEmpty()) {
            popup.hide();
            return;
        }
        list.getSelectionModel().select(0);
        list.setPrefHeight(Math.min(ROWS, found.size()) * ROW + 10);
        Bounds at = field.localToScreen(field.getLayoutBounds());
        if (at != null && !popup.isShowing()) {
            popup.show(field, at.getMinX(), at.getMaxY() + 2);
        }
    }

    private void write(@Nullable Suggestion chosen) {
        popup.hide();
        if (chosen == null || chosen.from > field.getCaretPosition()) {
            return;
        }
        writing = true;
        try {
            field.replaceText(chosen.from, field.getCaretPosition(), chosen.text);
            field.positionCaret(chosen.from + chosen.text.length());
        } finally {
            writing = false;
        }
        if (chosen.text.endsWith("(")) {
            offer(true);
        }
    }

    /// What is offered now; empty while nothing is.
    public List<Suggestion> offered() {
        return popup.isShowing() ? List.copyOf(list.getItems()) : List.of();
    }

    private final class Row extends ListCell<Suggestion> {
        private Row() {
            setOnMouseClicked(_ -> {
                if (getItem() != null) {
                    write(getItem());
                }
            });
        }

        @Override
        protected void updateItem(@Nullable Suggestion item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            Label words = Labels.mono(item.text);
            words.setMinWidth(Label.USE_PREF_SIZE);
            Label hint = Labels.caption(item.hint);
            HBox row = new HBox(10, words, hint);
            row.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
            row.setMaxWidth(WIDTH - 34);
            setGraphic(row);
        }
    }
}
