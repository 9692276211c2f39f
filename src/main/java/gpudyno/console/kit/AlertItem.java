package gpudyno.console.kit;

import gpudyno.model.node.Event.Severity;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// An alert: an edge and an icon of its severity, what and why, since when, and what can be done.
public final class AlertItem extends VBox {
    private final HBox actions = new HBox(4);

    /// @param since such as `Critical · since 14:37 · 5 min`
    public AlertItem(Severity severity, String title, String cause, String since) {
        this(status(severity), icon(severity), title, cause, since);
    }

    private AlertItem(Status status, Ikon icon, String title, String cause, String since) {
        super(5);
        getStyleClass().add("alert-item");
        status.on(this);
        HBox head = new HBox(8, Icons.of(icon, 14, status), Labels.title(title));
        head.setAlignment(Pos.CENTER_LEFT);
        actions.setAlignment(Pos.CENTER_RIGHT);
        Label when = Labels.caption(since);
        HBox foot = new HBox(8, when, Labels.spacer(), actions);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.getStyleClass().add("alert-foot");
        getChildren().add(head);
        if (!cause.isEmpty()) {
            Label why = Labels.muted(cause);
            why.setWrapText(true);
            getChildren().add(why);
        }
        getChildren().add(foot);
    }

    /// A pending alert: its condition holds, but not yet for long enough.
    public static AlertItem pending(String title, String since) {
        return quiet(Feather.CLOCK, title, since);
    }

    public static AlertItem silenced(String title, String since) {
        return quiet(Feather.BELL_OFF, title, since);
    }

    /// One that nobody is told of while another that explains it fires.
    public static AlertItem explained(String title, String since) {
        return quiet(Feather.LINK, title, since);
    }

    /// For long lists: less air, and everything under the title.
    public AlertItem compact() {
        getStyleClass().add("compact");
        setSpacing(1);
        return this;
    }

    /// What someone wrote to it.
    public AlertItem note(String text) {
        Label note = Labels.muted("“" + text + "”");
        note.setWrapText(true);
        getChildren().add(getChildren().size() - 1, note);
        return this;
    }

    public AlertItem actions(ActionButton... buttons) {
        for (ActionButton button : buttons) {
            actions.getChildren().add(button.small());
        }
        return this;
    }

    private static AlertItem quiet(Ikon icon, String title, String since) {
        AlertItem item = new AlertItem(Status.NEUTRAL, icon, title, "", since);
        item.pseudoClassStateChanged(PseudoClass.getPseudoClass("quiet"), true);
        return item;
    }

    /// The colour of a severity.
    public static Status status(Severity severity) {
        return switch (severity) {
            case INFO -> Status.ACCENT;
            case WARNING -> Status.WARNING;
            case CRITICAL -> Status.DANGER;
        };
    }

    private static Ikon icon(Severity severity) {
        return switch (severity) {
            case INFO -> Feather.INFO;
            case WARNING -> Feather.ALERT_TRIANGLE;
            case CRITICAL -> Feather.ALERT_CIRCLE;
        };
    }
}
