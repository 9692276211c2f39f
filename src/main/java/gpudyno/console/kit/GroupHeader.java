package gpudyno.console.kit;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The 28 px head of a group in a list; pressing it opens and closes the group.
public final class GroupHeader extends Button {
    private final BooleanProperty open = new SimpleBooleanProperty(this, "open", true);

    public GroupHeader(String title, int count) {
        getStyleClass().setAll("group-header");
        setMaxWidth(Double.MAX_VALUE);
        FontIcon chevron = Icons.of(Feather.CHEVRON_DOWN, 14);
        open.subscribe(now -> chevron.setIconCode(now ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT));
        HBox row = new HBox(8, chevron, Labels.muted(title), Labels.spacer(), Labels.muted(Formats.count(count)));
        row.setAlignment(Pos.CENTER_LEFT);
        setGraphic(row);
        setAccessibleText(title + ", " + count);
        setOnAction(_ -> open.set(!open.get()));
    }

    public BooleanProperty open() {
        return open;
    }
}
