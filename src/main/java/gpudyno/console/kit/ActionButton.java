package gpudyno.console.kit;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/// A button that can say why it does nothing, and that it is at work.
public final class ActionButton extends Button {
    private static final PseudoClass UNAVAILABLE = PseudoClass.getPseudoClass("unavailable");

    private @Nullable String reason;
    private @Nullable Tooltip ownTooltip;
    private @Nullable Node ownGraphic;
    private boolean busy;

    ActionButton(String text, Runnable action) {
        super(text);
        getStyleClass().setAll("action");
        setMinWidth(USE_PREF_SIZE);
        setOnAction(_ -> action.run());
    }

    public ActionButton small() {
        getStyleClass().add("small");
        return this;
    }

    public ActionButton form() {
        getStyleClass().add("form");
        return this;
    }

    public ActionButton with(Ikon icon) {
        return with(icon, 14);
    }

    /// @param size see [Icons#of(Ikon, int)]
    public ActionButton with(Ikon icon, int size) {
        setGraphic(Icons.of(icon, size));
        return this;
    }

    /// Disables the button with the reason in its tooltip, or enables it with null. It stays in the focus order so that the reason can be
    /// read by keyboard and screen reader; JavaFX would show no tooltip on a disabled node.
    public void unavailable(@Nullable String reason) {
        FxThread.require();
        if (this.reason == null) {
            ownTooltip = getTooltip();
        }
        this.reason = reason;
        pseudoClassStateChanged(UNAVAILABLE, reason != null);
        setTooltip(reason == null ? ownTooltip : new Tooltip(reason));
        setAccessibleHelp(reason);
    }

    public boolean available() {
        return reason == null && !busy && !isDisabled();
    }

    /// Shows a spinner instead of the words, at the same width, and ignores presses.
    public void busy(boolean now) {
        FxThread.require();
        if (busy == now) {
            return;
        }
        busy = now;
        if (now) {
            setPrefWidth(getWidth());
            ownGraphic = getGraphic();
            setGraphic(new Spinner());
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        } else {
            setPrefWidth(USE_COMPUTED_SIZE);
            setGraphic(ownGraphic);
            setContentDisplay(ContentDisplay.LEFT);
        }
    }

    @Override
    public void fire() {
        if (available()) {
            super.fire();
        }
    }
}
