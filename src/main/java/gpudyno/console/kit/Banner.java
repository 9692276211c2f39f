package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;

/// A bar across the page for a state of the whole page, such as *Paused*, with the buttons that end it.
public final class Banner extends HBox {
    private final Label text = Labels.plain("");

    public Banner(Status status, Ikon icon, String text, ActionButton... buttons) {
        super(8);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("banner");
        status.on(this);
        this.text.setText(text);
        this.text.setMinWidth(0);
        getChildren().addAll(Icons.of(icon, 14, status), this.text, Labels.spacer());
        for (ActionButton button : buttons) {
            getChildren().add(button.small());
        }
    }

    private void text(String now) {
        FxThread.require();
        text.setText(now);
    }

    /// Shows a line, or takes no room where there is none.
    public void tell(String line) {
        text(line);
        setVisible(!line.isEmpty());
        setManaged(!line.isEmpty());
    }
}
