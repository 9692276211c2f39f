package gpudyno.console.kit;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Window;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// The root of a window: its content, and over it dialogs and notices. While a dialog is open neither mouse nor Tab reaches
/// the content.
public final class Overlay extends StackPane implements Dialogs {
    /// How long there is a way back.
    public static final Duration UNDO_TIME = Duration.seconds(10);
    private static final Duration READING_TIME = Duration.seconds(4);

    private static final Duration NOTICE_TIME = Duration.seconds(8);
    private static final String STYLE = "window-overlay";

    private final Notices notices = new Notices();

    public Overlay(Node content) {
        getStyleClass().add(STYLE);
        getChildren().addAll(content, notices);
        DialogKeys.in(this);
    }

    /// That of a window, if it has one.
    static Optional<Overlay> of(Window window) {
        return window.getScene() != null && window.getScene().getRoot().lookup("." + STYLE) instanceof Overlay overlay
                ? Optional.of(overlay)
                : Optional.empty();
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
        notices.tell(new Toast.Words(Status.SUCCESS, Feather.CHECK, "", text), new Toast.Act("Undo", undo), UNDO_TIME);
    }

    @Override
    public void say(String text) {
        notices.tell(new Toast.Words(Status.ACCENT, Feather.INFO, "", text), null, READING_TIME);
    }

    /// Something that happened by itself.
    ///
    /// @param stays whether it stays until it is closed
    void notice(Toast.Words words, Runnable opened, boolean stays) {
        notices.tell(words, new Toast.Act("Show", opened), stays ? Duration.INDEFINITE : NOTICE_TIME);
    }
}
