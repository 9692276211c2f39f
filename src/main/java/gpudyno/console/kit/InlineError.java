package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What failed and why, in the panel where it failed.
public final class InlineError extends VBox {
    /// @param what failed, such as `Memory history could not be read`
    /// @param cause for people
    /// @param details for a bug report, put on the clipboard by *Copy details*
    public InlineError(String what, String cause, String details, Runnable retry) {
        super(8);
        getStyleClass().add("inline-error");
        HBox head = new HBox(8, Icons.of(Feather.ALERT_CIRCLE, 16, Status.DANGER), Labels.title(what));
        head.setAlignment(Pos.CENTER_LEFT);
        Label why = Labels.muted(cause);
        why.setWrapText(true);
        HBox actions = new HBox(8, Buttons.plain("Retry", retry).small(),
                Buttons.text("Copy details", () -> Clipboards.copy(details)).small());
        getChildren().addAll(head, why, actions);
    }
}
