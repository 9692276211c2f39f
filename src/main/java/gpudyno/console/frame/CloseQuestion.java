package gpudyno.console.frame;

import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Labels;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Asked when the window is closed while a session runs: go on without a window, stop, or stay. Escape stays.
final class CloseQuestion extends VBox {
    private static final double WIDTH = 440;

    private final ActionButton cancel;

    CloseQuestion(long session, Runnable background, Runnable stop, Runnable stay) {
        super(12);
        Label title = Labels.title("Session #" + session + " is running");
        Label words = Labels.plain("It can go on without a window, which comes back when it ends. "
                + "Stopping drops the trial that runs and puts all knobs back to where they stood before.");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        cancel = Buttons.plain("Cancel", stay);
        HBox answers = new HBox(8, cancel, Labels.spacer(), Buttons.danger("Stop and roll back", stop),
                Buttons.primary("Keep in background", background));
        answers.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(title, words, answers);
        getStyleClass().add("dialog-box");
        setPrefWidth(WIDTH);
        setMaxSize(WIDTH, USE_PREF_SIZE);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                stay.run();
                event.consume();
            }
        });
    }

    @Override
    public void requestFocus() {
        cancel.requestFocus();
    }
}
