package gpudyno.console.kit;

import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.Ikon;

/// Buttons, 28 px high unless made small (24) or for a form (32).
public final class Buttons {
    private Buttons() {
    }

    /// The one thing a panel is for.
    public static ActionButton primary(String text, Runnable action) {
        return button(text, action, "primary");
    }

    public static ActionButton plain(String text, Runnable action) {
        return button(text, action, "plain-button");
    }

    /// Words in danger colour: stops or removes something.
    public static ActionButton danger(String text, Runnable action) {
        return button(text, action, "plain-button", "danger-button");
    }

    /// Muted words without a frame.
    public static ActionButton text(String text, Runnable action) {
        return button(text, action, "text-button");
    }

    /// Accent words without a frame: goes somewhere.
    public static ActionButton link(String text, Runnable action) {
        return button(text, action, "text-button", "link-button");
    }

    /// An icon in a frame.
    ///
    /// @param accessibleText what it does; also its tooltip
    public static ActionButton icon(Ikon icon, String accessibleText, Runnable action) {
        return iconOnly(icon, accessibleText, action, "plain-button", "icon-button");
    }

    /// An icon without a frame.
    public static ActionButton bareIcon(Ikon icon, String accessibleText, Runnable action) {
        return iconOnly(icon, accessibleText, action, "text-button", "icon-button");
    }

    private static ActionButton iconOnly(Ikon icon, String accessibleText, Runnable action, String... styles) {
        ActionButton button = button("", action, styles);
        button.setGraphic(Icons.of(icon));
        button.setAccessibleText(accessibleText);
        button.setTooltip(new Tooltip(accessibleText));
        return button;
    }

    private static ActionButton button(String text, Runnable action, String... styles) {
        ActionButton button = new ActionButton(text, action);
        button.getStyleClass().addAll(styles);
        return button;
    }

    /// A row of buttons, 8 px apart, that share the width.
    public static Node row(ActionButton... buttons) {
        HBox row = new HBox(8, buttons);
        for (ActionButton button : buttons) {
            button.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(button, Priority.ALWAYS);
        }
        return row;
    }
}
