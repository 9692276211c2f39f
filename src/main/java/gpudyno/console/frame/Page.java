package gpudyno.console.frame;

import javafx.scene.Parent;
import org.kordamp.ikonli.Ikon;

/// A page of the console. It lives as long as its window; only the chosen page is shown. All methods are called on the JavaFX thread.
public interface Page {
    String title();

    Ikon icon();

    /// The same every time.
    Parent content();

    /// The page comes to the front: what it draws may move again.
    default void show() {
    }

    /// Another page came to the front: what only draws should rest.
    default void hide() {
    }
}
