package gpudyno.console.kit;

import javafx.animation.Animation;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/// One line of what was done or has happened, with what can be done about it.
final class Toast extends HBox {
    private final Label count = Labels.caption("");
    private final Animation life;

    /// @param title before the text, in stronger type; empty for none
    record Words(Status status, Ikon icon, String title, String text) {}

    /// Something to do, such as Undo.
    record Act(String name, Runnable run) {}

    /// @param life takes it away when it ends
    Toast(Words words, @Nullable Act act, Runnable close, Animation life) {
        super(8);
        this.life = life;
        getStyleClass().add("toast");
        words.status.on(this);
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setAccessibleRole(AccessibleRole.TEXT);
        String whole = words.title.isEmpty() ? words.text : words.title + ": " + words.text;
        setAccessibleText(whole);
        getChildren().add(Icons.of(words.icon, 14, words.status));
        if (!words.title.isEmpty()) {
            getChildren().add(Labels.strong(words.title));
        }
        Label text = Labels.plain(words.text);
        text.setMinWidth(0);
        Tooltip.install(this, new Tooltip(whole));
        count.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(text, count);
        if (act != null) {
            getChildren().add(Buttons.link(act.name, () -> {
                close.run();
                act.run.run();
            }).small());
        }
        getChildren().add(Buttons.bareIcon(org.kordamp.ikonli.feather.Feather.X, "Dismiss", close).small());
        behind(0);
    }

    /// Its time passes only while it can be read.
    void inFront(boolean now) {
        if (now) {
            life.play();
        } else {
            life.pause();
        }
    }

    /// How many wait behind it.
    void behind(int others) {
        count.setText(others == 0 ? "" : "+" + others);
        count.setManaged(others > 0);
    }
}
