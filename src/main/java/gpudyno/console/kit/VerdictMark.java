package gpudyno.console.kit;

import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// Met or missed: a 16 px check or cross.
public final class VerdictMark extends StackPane {
    public VerdictMark(boolean met) {
        getStyleClass().add("verdict");
        Status status = met ? Status.SUCCESS : Status.DANGER;
        status.on(this);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        getChildren().add(Icons.of(met ? Feather.CHECK : Feather.X, 12, status));
        setAccessibleText(met ? "met" : "missed");
    }
}
