package gpudyno.console.kit;

import java.util.function.Consumer;
import java.util.function.Function;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The root of a window: its content, and over it dialogs and toasts. While a dialog is open neither mouse nor Tab reaches
/// the content.
public final class Overlay extends StackPane implements Dialogs {
    /// How long there is a way back.
    public static final Duration UNDO_TIME = Duration.seconds(10);
    private static final Duration READING_TIME = Duration.seconds(4);

    private final VBox toasts = new VBox(8);

    public Overlay(Node content) {
        toasts.setAlignment(Pos.BOTTOM_CENTER);
        toasts.setPickOnBounds(false);
        toasts.getStyleClass().add("toasts");
        getChildren().addAll(content, toasts);
    }

    @Override
    public void confirm(Confirmation confirmation, Runnable confirmed) {
        open(close -> DialogBox.of(confirmation, () -> {
            close.run();
            confirmed.run();
        }, close));
    }

    @Override
    public void ask(Question question, Consumer<Answer> answered) {
        open(close -> DialogBox.of(question, answer -> {
            close.run();
            answered.accept(answer);
        }, close));
    }

    /// @param made of what closes it
    private void open(Function<Runnable, DialogBox> made) {
        FxThread.require();
        Node before = getScene() == null ? null : getScene().getFocusOwner();
        StackPane veil = new StackPane();
        veil.getStyleClass().add("veil");
        Runnable close = () -> {
            getChildren().remove(veil);
            if (before != null) {
                before.requestFocus();
            }
        };
        DialogBox dialog = made.apply(close);
        veil.getChildren().add(dialog);
        veil.addEventFilter(KeyEvent.KEY_PRESSED, dialog::walk);
        getChildren().add(veil);
        dialog.requestFocus();
    }

    @Override
    public void done(String text, Runnable undo) {
        toast(text, undo, UNDO_TIME);
    }

    @Override
    public void say(String text) {
        toast(text, null, READING_TIME);
    }

    private void toast(String text, @Nullable Runnable undo, Duration time) {
        FxThread.require();
        PauseTransition life = new PauseTransition(time);
        Node[] self = new Node[1];
        Runnable close = () -> {
            life.stop();
            toasts.getChildren().remove(self[0]);
        };
        Toast toast = new Toast(text, undo, close);
        self[0] = toast;
        life.setOnFinished(_ -> close.run());
        toasts.getChildren().add(toast);
        life.play();
    }
}
