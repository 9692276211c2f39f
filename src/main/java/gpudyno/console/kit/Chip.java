package gpudyno.console.kit;

import javafx.scene.control.Label;
import org.kordamp.ikonli.Ikon;

/// A 20 px pill with a word, in the colour of a status; with a dot, an icon, or an outline instead of a fill.
public sealed class Chip extends Label permits HealthChip {
    private Status status;

    @SuppressWarnings("this-escape") // the only subclass, HealthChip, overrides nothing
    public Chip(Status status, String text) {
        super(text);
        this.status = status;
        getStyleClass().add("chip");
        setMinWidth(USE_PREF_SIZE);
        status.on(this);
    }

    public final Chip dot() {
        setGraphic(Icons.dot(6, status));
        return this;
    }

    public final Chip icon(Ikon icon) {
        setGraphic(Icons.of(icon, 10, status));
        return this;
    }

    public final Chip outline() {
        getStyleClass().add("outline");
        return this;
    }

    public final void show(Status status, String text) {
        FxThread.require();
        this.status = status;
        setText(text);
        status.on(this);
        if (getGraphic() != null) {
            status.on(getGraphic());
        }
    }
}
