package gpudyno.console.kit;

import gpudyno.model.node.Event;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/// An event: when, how much it matters, what.
public final class EventRow extends HBox {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    private static final double TWO_LINES = 34;

    public EventRow(Event event, ZoneId zone) {
        super(8);
        setAlignment(Pos.TOP_LEFT);
        getStyleClass().add("event-row");
        Label time = Labels.muted(CLOCK.format(event.at().atZone(zone)));
        time.setMinWidth(USE_PREF_SIZE);
        Label text = Labels.plain(AlertWords.cause(event.text()));
        // Two lines hold what most events say; the rest is in the tooltip.
        text.setWrapText(true);
        text.setMinHeight(USE_PREF_SIZE);
        text.setMaxHeight(TWO_LINES);
        Tooltip.install(this, new Tooltip(text.getText()));
        StackPane dot = new StackPane(Icons.dot(6, AlertItem.status(event.severity())));
        dot.setMinSize(6, 16);
        dot.setMaxSize(6, 16);
        getChildren().addAll(time, dot, text);
        setAccessibleText(event.severity() + " at " + time.getText() + ": " + event.text());
    }
}
