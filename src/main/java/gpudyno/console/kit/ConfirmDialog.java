package gpudyno.console.kit;

import gpudyno.console.kit.Dialogs.Confirmation;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// The box of a [Confirmation]. Escape cancels; the harmless answer has the focus.
final class ConfirmDialog extends VBox {
    private final ActionButton cancel;

    ConfirmDialog(Confirmation confirmation, Runnable confirmed, Runnable canceled) {
        super(12);
        getStyleClass().add("confirm-dialog");
        setAccessibleRole(AccessibleRole.DIALOG);
        setAccessibleText(confirmation.title());
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label title = Labels.title(confirmation.title());
        Label consequence = Labels.muted(confirmation.consequence());
        consequence.setWrapText(true);
        cancel = Buttons.plain("Cancel", canceled);
        ActionButton act = confirmation.destructive()
                ? Buttons.danger(confirmation.action(), confirmed)
                : Buttons.primary(confirmation.action(), confirmed);
        HBox answers = new HBox(8, cancel, act);
        answers.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(title, consequence, answers);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                canceled.run();
                event.consume();
            }
        });
    }

    @Override
    public void requestFocus() {
        cancel.requestFocus();
    }
}
