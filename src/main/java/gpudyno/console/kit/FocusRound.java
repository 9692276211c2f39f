package gpudyno.console.kit;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.TraversalDirection;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// Tab inside a dialog: from its last stop to its first, and back, never out of it.
final class FocusRound {
    private FocusRound() {
    }

    static void walk(Parent dialog, KeyEvent event) {
        if (event.getCode() != KeyCode.TAB) {
            return;
        }
        event.consume();
        List<Node> stops = dialog.lookupAll("*").stream().filter(FocusRound::isStop).toList();
        if (stops.isEmpty()) {
            return;
        }
        int at = stops.indexOf(dialog.getScene().getFocusOwner());
        int next = Math.floorMod(at < 0 && event.isShiftDown() ? -1 : at + (event.isShiftDown() ? -1 : 1), stops.size());
        reach(stops, next, event.isShiftDown());
    }

    private static boolean isStop(Node node) {
        return node.isFocusTraversable() && !node.isDisabled() && isShown(node);
    }

    private static boolean isShown(Node node) {
        return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
    }

    /// As Tab reaches it, so that its ring shows: from the stop beside it.
    private static void reach(List<Node> stops, int place, boolean back) {
        if (stops.size() > 1) {
            int beside = Math.floorMod(place + (back ? 1 : -1), stops.size());
            boolean wraps = back ? beside < place : beside > place;
            if (!wraps) {
                stops.get(beside).requestFocus();
                stops.get(beside).requestFocusTraversal(back ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
                return;
            }
            // Round the end: one step further, and back.
            int other = Math.floorMod(place + (back ? -1 : 1), stops.size());
            stops.get(other).requestFocus();
            stops.get(other).requestFocusTraversal(back ? TraversalDirection.NEXT : TraversalDirection.PREVIOUS);
            return;
        }
        stops.getFirst().requestFocus();
    }
}
