package gpudyno.console.frame;

import gpudyno.console.frame.NodeViewModel.Facts;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.StatusItem;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// Connection, round trip, sampling and recording of the chosen node; the clock; the version.
final class StatusBar extends HBox {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private final StatusItem connection = new StatusItem("").state(Status.NEUTRAL, "No node");
    private final StatusItem roundTrip = new StatusItem("Round-trip").value(Formats.NONE);
    private final StatusItem dropped = new StatusItem("Dropped").value(Formats.NONE);
    private final StatusItem recording = new StatusItem("");
    private final Label clock = Labels.caption("");
    private final Label version = Labels.caption("GPU Dyno");

    StatusBar() {
        getStyleClass().add("status-bar");
        getChildren().addAll(connection, roundTrip, new StatusItem("Sampling").value("1 Hz"), dropped, Labels.spacer(), recording, clock,
                version);
    }

    void show(Optional<Facts> facts, Instant now) {
        clock.setText(CLOCK.format(now));
        facts.ifPresent(node -> show(node, now));
    }

    private void show(Facts node, Instant now) {
        switch (node.connection()) {
            case CONNECTED -> connection.state(Status.SUCCESS, "Connected");
            case RECONNECTING -> connection.state(Status.WARNING, "Reconnecting");
            case LOST -> connection.state(Status.DANGER, "Lost");
        }
        Duration trip = node.roundTrip();
        roundTrip.value(trip.isZero() ? "in process" : Formats.number(trip.toNanos() / 1e6) + " ms");
        dropped.value(Formats.count(node.dropped()));
        recording.state(Status.DANGER, "Recording").value(Formats.clock(Duration.between(node.info().started(), now)));
        version.setText("GPU Dyno " + node.info().version());
    }
}
