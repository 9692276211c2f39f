package gpudyno.console.kit;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
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
    private static final Duration GRAVE_TIME = Duration.seconds(15);
    private static final String STYLE = "window-overlay";

    private final Notices notices = new Notices();

    public Overlay(Node content) {
        getStyleClass().add(STYLE);
        getChildren().addAll(content, notices);
        setAlignment(Pos.TOP_LEFT);
        WholeText.in(this);
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
        Runnable[] close = new Runnable[1];
        close[0] = open(made.apply(() -> close[0].run()));
    }

    /// Shows a dialog over the window, with the focus where it puts it. Until it is closed neither mouse nor Tab reaches what is under it.
    ///
    /// @return closes it and gives the focus back; once
    public Runnable open(Region dialog) {
        FxThread.require();
        Node before = getScene() == null ? null : getScene().getFocusOwner();
        StackPane veil = new StackPane(dialog);
        veil.getStyleClass().add("veil");
        veil.addEventFilter(KeyEvent.KEY_PRESSED, event -> FocusRound.walk(dialog, event));
        getChildren().add(veil);
        dialog.requestFocus();
        return () -> {
            if (getChildren().remove(veil) && before != null) {
                before.requestFocus();
            }
        };
    }

    /// Whether a dialog lies over the content. The window's own keys do nothing then.
    public boolean isCovered() {
        return getChildren().getLast().getStyleClass().contains("veil");
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
    /// @param grave whether it is in front for longer
    void notice(Toast.Words words, Runnable opened, boolean grave) {
        notices.tell(words, new Toast.Act("Show", opened), grave ? GRAVE_TIME : NOTICE_TIME);
    }
}
