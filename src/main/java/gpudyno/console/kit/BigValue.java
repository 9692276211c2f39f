package gpudyno.console.kit;

import java.time.Duration;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A caption, a large value with its small unit, and a note under it.
public final class BigValue extends VBox {
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final Label number = Labels.styled(Formats.NONE, "big-value", "colored");
    private final Label unit = Labels.styled("", "unit");
    private final Label note = Labels.caption("");

    public BigValue(String caption) {
        super(2);
        HBox row = new HBox(4, number, unit);
        row.setAlignment(Pos.BASELINE_LEFT);
        getStyleClass().add("big-value-block");
        getChildren().addAll(Labels.caption(caption), row, note);
        number.setMinWidth(USE_PREF_SIZE);
        setMinWidth(0);
    }

    /// Keeps the last reading, muted, and says how old it is.
    public void showStale(Duration age) {
        FxThread.require();
        pseudoClassStateChanged(STALE, true);
        note.setText(Formats.ago(age));
    }

    /// @param status colour of the number; neutral is the colour of text
    public void show(Formats.Quantity value, String note, Status status) {
        FxThread.require();
        pseudoClassStateChanged(STALE, false);
        number.setText(value.number());
        unit.setText(value.unit());
        this.note.setText(note);
        status.on(number);
    }
}
