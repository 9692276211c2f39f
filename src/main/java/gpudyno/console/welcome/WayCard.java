package gpudyno.console.welcome;

import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

/// A way to begin: an icon with title and subtitle, a body, and at the foot its buttons and its key.
final class WayCard extends VBox {
    private static final PseudoClass SUGGESTED = PseudoClass.getPseudoClass("suggested");

    private final Label title = Labels.cardTitle("");
    private final Label subtitle = Labels.caption("");
    private final VBox body = new VBox(10);
    private final HBox badge = new HBox();
    private final HBox buttons = new HBox(8);

    /// @param hue of the icon, a style class such as `hue-1`
    /// @param key that begins it
    WayCard(Ikon icon, String hue, String titled, String key) {
        super(12);
        getStyleClass().add("way-card");
        title.setText(titled);
        StackPane box = new StackPane(Icons.of(icon));
        box.getStyleClass().addAll("way-icon", hue);
        VBox words = new VBox(2, title, subtitle);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        badge.setAlignment(Pos.CENTER_RIGHT);
        badge.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(12, box, words, badge);
        head.setAlignment(Pos.CENTER_LEFT);
        Region rest = new Region();
        setVgrow(rest, Priority.ALWAYS);
        HBox foot = new HBox(8, buttons, Labels.spacer(), Labels.caption(key));
        foot.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, body, rest, foot);
    }

    void title(String text) {
        title.setText(text);
    }

    void subtitle(String text) {
        subtitle.setText(text);
    }

    /// A chip at the right of the title.
    WayCard badge(Node node) {
        badge.getChildren().setAll(node);
        return this;
    }

    WayCard body(Node... nodes) {
        body.getChildren().setAll(nodes);
        return this;
    }

    WayCard buttons(Node... nodes) {
        buttons.getChildren().setAll(nodes);
        return this;
    }

    /// Framed as the way most people take.
    WayCard suggested() {
        pseudoClassStateChanged(SUGGESTED, true);
        return this;
    }
}
