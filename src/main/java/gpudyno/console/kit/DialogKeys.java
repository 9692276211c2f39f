package gpudyno.console.kit;

import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// While a dialog is open, keys go to it wherever the focus was left: what had it may be gone, or lie under the dialog.
final class DialogKeys {
    private DialogKeys() {
    }

    /// For all dialogs of the window whose content this is.
    static void in(Parent content) {
        content.sceneProperty().subscribe(scene -> {
            if (scene != null && scene.getProperties().put(DialogKeys.class, true) == null) {
                scene.addEventFilter(KeyEvent.ANY, event -> lead(scene, event));
            }
        });
    }

    private static void lead(Scene scene, KeyEvent event) {
        Node dialog = dialog(scene);
        if (dialog == null || event.getTarget() instanceof Node target && isIn(target, dialog)) {
            return;
        }
        event.consume();
        dialog.requestFocus();
        Node focus = scene.getFocusOwner();
        if (event.getEventType() == KeyEvent.KEY_PRESSED && event.getCode() == KeyCode.ESCAPE && focus != null && isIn(focus, dialog)) {
            Event.fireEvent(focus, event.copyFor(focus, focus));
        }
    }

    /// The one in front.
    private static @Nullable Node dialog(Scene scene) {
        return scene.getRoot().lookupAll(".dialog-box").stream().reduce((_, last) -> last).orElse(null);
    }

    private static boolean isIn(Node node, Node around) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (at.equals(around)) {
                return true;
            }
        }
        return false;
    }
}
