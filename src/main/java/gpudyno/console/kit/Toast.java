package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What was done, in one line at the window's foot, with Undo while there is a way back.
final class Toast extends HBox {
    Toast(String text, @Nullable Runnable undo, Runnable close) {
        super(8);
        getStyleClass().add("toast");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleText(text);
        getChildren().addAll(Icons.of(Feather.CHECK, 14, Status.SUCCESS), Labels.plain(text));
        if (undo != null) {
            getChildren().add(Buttons.link("Undo", () -> {
                close.run();
                undo.run();
            }).small());
        }
        getChildren().add(Buttons.bareIcon(Feather.X, "Dismiss", close).small());
    }
}
