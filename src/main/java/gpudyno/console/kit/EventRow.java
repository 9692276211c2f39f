package gpudyno.console.kit;

import gpudyno.model.node.Event;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// An event: when, how much it matters, what.
public final class EventRow extends HBox {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

    public EventRow(Event event, ZoneId zone) {
        super(8);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("event-row");
        Label time = Labels.muted(CLOCK.format(event.at().atZone(zone)));
        time.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(time, Icons.dot(6, AlertItem.status(event.severity())), Labels.plain(event.text()));
        setAccessibleText(event.severity() + " at " + time.getText() + ": " + event.text());
    }
}
