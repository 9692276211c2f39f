package gpudyno.console.kit;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/// Makes a part of a page lead somewhere, by a click or by Enter and Space. Buttons on it keep doing what they do.
public final class Pressable {
    private Pressable() {
    }

    /// @param where what a screen reader says it leads to
    public static void make(Region part, String where, Runnable pressed) {
        part.getStyleClass().add("pressable");
        part.setFocusTraversable(true);
        part.setAccessibleRole(AccessibleRole.BUTTON);
        part.setAccessibleHelp(where);
        part.addEventHandler(MouseEvent.MOUSE_CLICKED, event -> {
            if (event.getButton() == MouseButton.PRIMARY && !isOnButton(event.getTarget(), part)) {
                pressed.run();
                event.consume();
            }
        });
        part.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (part.equals(event.getTarget()) && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE)) {
                pressed.run();
                event.consume();
            }
        });
    }

    private static boolean isOnButton(Object target, Node part) {
        Node at = target instanceof Node node ? node : part;
        while (at != null && !at.equals(part)) {
            if (at instanceof ButtonBase) {
                return true;
            }
            at = at.getParent();
        }
        return false;
    }
}
