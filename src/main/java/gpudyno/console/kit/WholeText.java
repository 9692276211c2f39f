package gpudyno.console.kit;

import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

/// A text that has not room enough ends in dots; under the pointer a tooltip says the whole of it. Holds for all labels, buttons, cells and
/// headers of a window, however deep they lie.
final class WholeText {
    private static final double MOST_WIDTH = 480;

    private WholeText() {
    }

    static void in(Parent root) {
        root.addEventFilter(MouseEvent.MOUSE_ENTERED_TARGET, event -> {
            for (Node at = event.getTarget() instanceof Node node ? node : null; at != null; at = at.getParent()) {
                if (at instanceof Labeled labeled) {
                    look(labeled);
                }
            }
        });
    }

    /// A tooltip that says something else, such as why a button does nothing, stays.
    private static void look(Labeled labeled) {
        String text = labeled.getText();
        boolean cut = labeled.isTextTruncated() && text != null && !text.isBlank();
        if (cut && labeled.getTooltip() == null) {
            labeled.setTooltip(new Whole(labeled));
        } else if (!cut && labeled.getTooltip() instanceof Whole) {
            labeled.setTooltip(null);
        }
    }

    private static final class Whole extends Tooltip {
        private Whole(Labeled labeled) {
            textProperty().bind(labeled.textProperty());
            setWrapText(true);
            setMaxWidth(MOST_WIDTH);
        }
    }
}
