package gpudyno.console.kit;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.kordamp.ikonli.Ikon;

/// A button that opens a menu of actions. An action that cannot be done now is greyed when the menu opens.
public final class ActionMenu extends MenuButton {
    public ActionMenu(String text) {
        super(text);
        setMinWidth(USE_PREF_SIZE);
    }

    public ActionMenu small() {
        getStyleClass().add("small");
        return this;
    }

    /// Without a frame until the pointer is on it.
    public ActionMenu bare() {
        getStyleClass().add("bare");
        return this;
    }

    public ActionMenu with(Ikon icon) {
        setGraphic(Icons.of(icon, 14));
        return this;
    }

    public ActionMenu item(String words, Runnable action) {
        add(words, action);
        return this;
    }

    private MenuItem add(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(_ -> action.run());
        getItems().add(item);
        return item;
    }

    /// @param words and
    /// @param available are asked each time the menu opens
    public ActionMenu item(Supplier<String> words, BooleanSupplier available, Runnable action) {
        MenuItem item = add(words.get(), action);
        addEventHandler(ON_SHOWING, _ -> {
            item.setText(words.get());
            item.setDisable(!available.getAsBoolean());
        });
        return this;
    }
}
