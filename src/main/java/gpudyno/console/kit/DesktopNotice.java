package gpudyno.console.kit;

import gpudyno.model.node.Event.Severity;
import javafx.stage.Window;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// What a person is told though another page is in front: a line at the foot of the window, over the status bar. Critical ones stay longer;
/// afterwards the badge and the Alerts page keep them.
public final class DesktopNotice {
    private DesktopNotice() {
    }

    /// An alert that fires.
    ///
    /// @param opened goes to where it comes from
    public static void fires(Window owner, Severity severity, String title, String text, Runnable opened) {
        Ikon icon = severity == Severity.CRITICAL
                ? Feather.ALERT_CIRCLE
                : severity == Severity.WARNING ? Feather.ALERT_TRIANGLE : Feather.INFO;
        show(owner, new Toast.Words(AlertItem.status(severity), icon, title, AlertWords.cause(text)), opened,
                severity == Severity.CRITICAL);
    }

    /// An alert that has ended.
    public static void ended(Window owner, String title, String text, Runnable opened) {
        show(owner, new Toast.Words(Status.SUCCESS, Feather.CHECK_CIRCLE, title, text), opened, false);
    }

    private static void show(Window owner, Toast.Words words, Runnable opened, boolean grave) {
        FxThread.require();
        Overlay.of(owner).ifPresent(overlay -> overlay.notice(words, opened, grave));
    }
}
