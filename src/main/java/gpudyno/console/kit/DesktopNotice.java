package gpudyno.console.kit;

import gpudyno.model.node.Event.Severity;
import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Duration;
import org.controlsfx.control.Notifications;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// What a person is told though another page, or another program, is in front: a card at the screen's corner, by ControlsFX, in our clothes.
/// Critical ones stay until they are closed.
public final class DesktopNotice {
    private static final Duration SHOWN = Duration.seconds(8);
    /// More at once than can be read are one.
    private static final int MOST = 3;

    /// @param opened what a press on the card does
    private record Words(String title, String text, Runnable opened) {}

    private DesktopNotice() {
    }

    /// An alert that fires.
    public static void fires(Window owner, Severity severity, String title, String text, Runnable opened) {
        Ikon icon = severity == Severity.CRITICAL
                ? Feather.ALERT_CIRCLE
                : severity == Severity.WARNING ? Feather.ALERT_TRIANGLE : Feather.INFO;
        show(owner, AlertItem.status(severity), icon, new Words(title, text, opened), severity == Severity.CRITICAL);
    }

    /// An alert that has ended.
    public static void ended(Window owner, String title, String text, Runnable opened) {
        show(owner, Status.SUCCESS, Feather.CHECK_CIRCLE, new Words(title, text, opened), false);
    }

    private static void show(Window owner, Status status, Ikon icon, Words words, boolean stays) {
        FxThread.require();
        VBox lines = new VBox(2, Labels.title(words.title), Labels.muted(words.text));
        HBox card = new HBox(10, Icons.of(icon, 16, status), lines);
        card.getStyleClass().add("desktop-notice");
        card.setAlignment(Pos.TOP_LEFT);
        status.on(card);
        Notifications.create().owner(owner).graphic(card).position(Pos.BOTTOM_RIGHT).styleClass("gpudyno")
                .hideAfter(stays ? Duration.INDEFINITE : SHOWN).onAction(_ -> words.opened.run())
                .threshold(MOST, Notifications.create().owner(owner).position(Pos.BOTTOM_RIGHT).styleClass("gpudyno")
                        .title("Several alerts").text("See the Alerts page.").hideAfter(SHOWN).onAction(_ -> words.opened.run()))
                .show();
    }
}
