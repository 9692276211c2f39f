package gpudyno.console.welcome;

import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Attaches a node on another machine.
final class AttachCard {
    private final WayCard card = new WayCard(Feather.LINK, "hue-3", "Attach a node", "2");
    private final TextField address = new TextField();

    /// @param attach asks for the token of the node of an address
    AttachCard(Consumer<String> attach) {
        card.subtitle("a headless engine on another machine");
        Label words = Labels.body("Start one beside the GPU by gpudyno node --print-pairing and give here the address that it prints.");
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        address.setPromptText("https://gpu-box:7070");
        address.getStyleClass().add("mono");
        address.setAccessibleText("Address of the node");
        address.setOnAction(_ -> attach.accept(address.getText()));
        Label safe = Labels.caption("The token is asked for next and kept in a file that only you can read.");
        safe.setGraphic(Icons.of(Feather.LOCK, 12));
        safe.setWrapText(true);
        HBox note = new HBox(safe);
        note.setAlignment(Pos.CENTER_LEFT);
        card.body(words, address, note).buttons(Buttons.plain("Attach", () -> attach.accept(address.getText())));
    }

    Region node() {
        return card;
    }

    void begin() {
        address.requestFocus();
    }
}
