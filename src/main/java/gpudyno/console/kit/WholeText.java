package gpudyno.console.kit;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;

/// A text that has not room enough ends in dots; under the pointer a tooltip says the whole of it. Holds for all labels, buttons, cells,
/// headers and fields of a window, however deep they lie.
final class WholeText {
    private static final double MOST_WIDTH = 480;

    private WholeText() {
    }

    static void in(Parent root) {
        root.addEventFilter(MouseEvent.MOUSE_ENTERED_TARGET, event -> {
            for (Node at = event.getTarget() instanceof Node node ? node : null; at != null; at = at.getParent()) {
                if (at instanceof Labeled labeled) {
                    look(labeled, labeled.textProperty(), labeled.isTextTruncated());
                } else if (at instanceof TextField field) {
                    look(field, field.textProperty(),
                            width(field) > field.getWidth() - field.snappedLeftInset() - field.snappedRightInset());
                }
            }
        });
    }

    /// A tooltip that says something else, such as why a button does nothing, stays.
    private static void look(Control control, ObservableValue<String> text, boolean noRoom) {
        boolean cut = noRoom && text.getValue() != null && !text.getValue().isBlank();
        if (cut && control.getTooltip() == null) {
            control.setTooltip(new Whole(text));
        } else if (!cut && control.getTooltip() instanceof Whole) {
            control.setTooltip(null);
        }
    }

    private static double width(TextField field) {
        Text text = new Text(field instanceof PasswordField ? "" : field.getText());
        text.setFont(field.getFont());
        return text.getLayoutBounds().getWidth();
    }

    private static final class Whole extends Tooltip {
        private Whole(ObservableValue<String> text) {
            textProperty().bind(text);
            setWrapText(true);
            setMaxWidth(MOST_WIDTH);
        }
    }
}
