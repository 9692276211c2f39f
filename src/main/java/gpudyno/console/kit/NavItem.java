package gpudyno.console.kit;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;

/// A page in the sidebar: icon, name, an alert count or a mark that it drives load. Put all in one toggle group.
public final class NavItem extends ToggleButton {
    private final String name;
    private final Label words;
    private final Label badge = Labels.styled("", "nav-badge");
    private final Label live = Labels.styled("live", "nav-live");
    private final Region rest = Labels.spacer();
    private final HBox row;
    private boolean compact;
    private String lacking = "";

    public NavItem(Ikon icon, String name) {
        this.name = name;
        getStyleClass().setAll("nav-item");
        setMaxWidth(Double.MAX_VALUE);
        words = Labels.body(name);
        words.getStyleClass().add("nav-name");
        live.setGraphic(Icons.dot(6, Status.SUCCESS));
        row = new HBox(10, Icons.of(icon), words, rest, live, badge);
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

    /// Greys the page that the chosen node has nothing for.
    ///
    /// @param reason a sentence; empty where the node has it
    public void lacking(String reason) {
        if (!reason.equals(lacking)) {
            lacking = reason;
            pseudoClassStateChanged(PseudoClass.getPseudoClass("lacking"), !reason.isEmpty());
            describe();
        }
    }

    /// The icon alone, for the 56 px rail, with a dot where there is a mark; the words move to the tooltip.
    public void compact(boolean now) {
        visible(words, !now);
        visible(rest, !now);
        row.setSpacing(now ? 2 : 10);
        row.setAlignment(now ? Pos.CENTER : Pos.CENTER_LEFT);
        live.setContentDisplay(now ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
        badge.setContentDisplay(now ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT);
        pseudoClassStateChanged(PseudoClass.getPseudoClass("compact"), now);
        compact = now;
        describe();
    }

    /// A page stays chosen when pressed again.
    @Override
    public void fire() {
        if (!isSelected()) {
            super.fire();
        }
    }

    private void describe() {
        String whole = name + (live.isVisible() ? ", live" : "") + (badge.isVisible() ? ", " + badge.getText() + " alerts" : "")
                + (lacking.isEmpty() ? "" : ". " + lacking);
        setAccessibleText(whole);
        boolean told = compact || !lacking.isEmpty();
        if (told && getTooltip() == null) {
            setTooltip(new Tooltip());
        } else if (!told) {
            setTooltip(null);
        }
        if (getTooltip() != null) {
            getTooltip().setText(whole);
        }
    }

    private static void visible(Node part, boolean now) {
        part.setVisible(now);
        part.setManaged(now);
    }
}
