package gpudyno.console.kit;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// A control of a form with its caption above and, when its value is refused, the reason under it.
public final class FormField extends VBox {
    private static final PseudoClass INVALID = PseudoClass.getPseudoClass("invalid");

    private final Node control;
    private final Label label = Labels.caption("");
    private final Label error = Labels.styled("", "field-error");

    public FormField(String caption, Node control) {
        super(4);
        this.control = control;
        label.setText(caption);
        label.setLabelFor(control);
        error.setWrapText(true);
        getChildren().addAll(label, control, error);
        error("");
        setMinWidth(0);
    }

    public void caption(String text) {
        label.setText(text);
    }

    /// The reason a value is refused; empty when it is fine.
    public void error(String reason) {
        error.setText(reason);
        error.setVisible(!reason.isEmpty());
        error.setManaged(!reason.isEmpty());
        control.pseudoClassStateChanged(INVALID, !reason.isEmpty());
        control.setAccessibleHelp(reason.isEmpty() ? null : reason);
    }

    public String error() {
        return error.getText();
    }
}
