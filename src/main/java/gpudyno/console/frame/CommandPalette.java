package gpudyno.console.frame;

import gpudyno.console.kit.Labels;
import gpudyno.console.page.Kind;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Where everything the console can show or do is found by name: what is typed narrows a list, best match first. Up and Down choose, Enter
/// or a click opens, Escape or a click beside it leaves. It lies over the whole window, as a dialog does.
final class CommandPalette extends StackPane {
    private static final double ROW = 32;
    private static final int ROWS = 11;
    private static final double KIND = 64;

    private final TextField field = new TextField();
    private final ObservableList<Command> shown = FXCollections.observableArrayList();
    private final ListView<Command> list = new ListView<>(shown);
    private final Label none = Labels.muted("");
    private final Label said = Labels.caption("");
    private final List<Command> all = new ArrayList<>();
    private final Runnable close;

    /// @param close takes the palette away
    CommandPalette(List<Command> known, Runnable close) {
        this.close = close;
        getStyleClass().add("veil");
        setAlignment(Pos.TOP_CENTER);
        field.getStyleClass().add("bare-field");
        field.setPromptText("Search pages, actions, nodes, knobs, meters, rules, sessions and runs");
        field.setAccessibleText("Search or run a command");
        HBox box = new HBox(field);
        box.getStyleClass().add("palette-field");
        HBox.setHgrow(field, Priority.ALWAYS);
        list.getStyleClass().add("palette-list");
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        list.setCellFactory(_ -> new Line());
        list.setPlaceholder(none);
        list.setAccessibleText("Matches");
        said.setWrapText(true);
        HBox foot = new HBox(8, said, Labels.spacer(), Labels.caption("↑ ↓ choose · Enter opens · Esc leaves"));
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("palette-foot");
        VBox content = new VBox(box, list, foot);
        content.getStyleClass().add("palette");
        content.setAccessibleRole(AccessibleRole.DIALOG);
        content.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        content.setOnMousePressed(javafx.event.Event::consume);
        list.setPrefHeight(ROWS * ROW + 10);
        setMargin(content, new Insets(64, 16, 16, 16));
        getChildren().add(content);
        setOnMousePressed(_ -> close.run());
        field.textProperty().subscribe(_ -> narrow(null));
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        // The window's own keys wait until it is closed.
        addEventHandler(KeyEvent.KEY_PRESSED, KeyEvent::consume);
        add(known);
    }

    /// More that can be found; what is chosen stays chosen.
    void add(List<Command> more) {
        all.addAll(more);
        narrow(list.getSelectionModel().getSelectedItem());
    }

    /// Something could not be read.
    void missing(String words) {
        said.setText(words);
    }

    @Override
    public void requestFocus() {
        field.requestFocus();
    }

    /// @param keep what stays chosen where a person went to it; null chooses the best match
    private void narrow(@Nullable Command keep) {
        boolean moved = keep != null && list.getSelectionModel().getSelectedIndex() > 0;
        shown.setAll(Command.matching(all, field.getText()));
        none.setText("Nothing matches “" + field.getText().strip() + "”");
        int place = moved ? Math.max(0, shown.indexOf(keep)) : 0;
        list.getSelectionModel().clearAndSelect(place);
        list.scrollTo(Math.max(0, place - ROWS / 2));
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case KeyCode.UP -> move(-1);
            case KeyCode.DOWN -> move(1);
            case KeyCode.PAGE_UP -> move(-ROWS);
            case KeyCode.PAGE_DOWN -> move(ROWS);
            case KeyCode.ENTER -> run();
            case KeyCode.ESCAPE -> close.run();
            case KeyCode.TAB -> {
                // There is nothing else to reach.
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int lines) {
        if (shown.isEmpty()) {
            return;
        }
        int at = list.getSelectionModel().getSelectedIndex();
        // One line past an end goes round; a page stops there.
        int next = Math.abs(lines) == 1 ? Math.floorMod(at + lines, shown.size()) : Math.clamp(at + lines, 0, shown.size() - 1);
        list.getSelectionModel().clearAndSelect(next);
        list.scrollTo(Math.max(0, next - ROWS / 2));
    }

    private void run() {
        Command chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            close.run();
            chosen.action().run();
        }
    }

    private final class Line extends ListCell<Command> {
        private final Label kind = Labels.caption("");
        private final Label title = Labels.plain("");
        private final Label detail = Labels.muted("");
        private final HBox row = new HBox(8, kind, title, Labels.spacer(), detail);

        Line() {
            kind.setMinWidth(KIND);
            title.setMinWidth(USE_PREF_SIZE);
            detail.setTextOverrun(OverrunStyle.ELLIPSIS);
            detail.setMinWidth(0);
            row.setAlignment(Pos.CENTER_LEFT);
            // Not wider than the list, so that a long detail is cut and the list never scrolls sideways.
            row.maxWidthProperty().bind(list.widthProperty().subtract(36));
            row.setMinWidth(0);
            setPrefWidth(0);
            setOnMouseClicked(event -> {
                if (event.getButton() == MouseButton.PRIMARY && !isEmpty()) {
                    run();
                }
            });
        }

        @Override
        protected void updateItem(@Nullable Command command, boolean empty) {
            super.updateItem(command, empty);
            if (command == null || empty) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            kind.setText(command.kind().title());
            title.setText(command.title());
            boolean id = command.kind() == Kind.KNOB || command.kind() == Kind.METER;
            title.getStyleClass().setAll("label", id ? "mono" : "plain");
            detail.setText(command.detail());
            setGraphic(row);
            setAccessibleText(command.kind().title() + " " + command.title() + " " + command.detail());
        }
    }
}
