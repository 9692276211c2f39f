package gpudyno.console.kit;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;

/// A page in the sidebar: icon, name, an alert count or a mark that it drives load. Put all in one toggle group.
public final class NavItem extends ToggleButton {
    private final String name;
    private final Label words;
    private final Label badge = Labels.styled("", "nav-badge");
    private final Label live = Labels.styled("live", "nav-live");
    private final HBox row;

    public NavItem(Ikon icon, String name) {
        this.name = name;
        getStyleClass().setAll("nav-item");
        setMaxWidth(Double.MAX_VALUE);
        words = Labels.body(name);
        words.getStyleClass().add("nav-name");
        live.setGraphic(Icons.dot(6, Status.SUCCESS));
        row = new HBox(10, Icons.of(icon), words, Labels.spacer(), live, badge);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setMouseTransparent(true);
        setGraphic(row);
        live(false);
        badge(0);
    }

    /// Shows a count; none for 0.
    public void badge(int count) {
        badge.setText(count > 99 ? "99+" : Integer.toString(count));
        visible(badge, count > 0);
        describe();
    }

    /// Marks the page that drives load now.
    public void live(boolean now) {
        visible(live, now);
        describe();
    }

    /// The icon alone, for the 56 px rail; the name moves to the accessible text.
    public void compact(boolean now) {
        visible(words, !now);
        live.setContentDisplay(now ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
        pseudoClassStateChanged(PseudoClass.getPseudoClass("compact"), now);
    }

    /// A page stays chosen when pressed again.
    @Override
    public void fire() {
        if (!isSelected()) {
            super.fire();
        }
    }

    private void describe() {
        setAccessibleText(name + (live.isVisible() ? ", live" : "") + (badge.isVisible() ? ", " + badge.getText() + " alerts" : ""));
    }

    private static void visible(Label label, boolean now) {
        label.setVisible(now);
        label.setManaged(now);
    }
}
