package gpudyno.console.frame;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Status;
import gpudyno.console.kit.StatusItem;
import java.net.URI;
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
    private static final int USUAL_PORT = 7070;
    private final StatusItem connection = new StatusItem("").state(Status.NEUTRAL, "No node");
    private final StatusItem roundTrip = new StatusItem("Round-trip").value(Formats.NONE);
    private final StatusItem dropped = new StatusItem("Dropped").value(Formats.NONE);
    private final StatusItem recording = new StatusItem("");
    private final StatusItem port = new StatusItem("Port").value(Formats.NONE).yielding();
    private final StatusItem notice = new StatusItem("").yielding();
    private final Label clock = Labels.caption("");
    private final Label version = Labels.caption("GPU Dyno");

    StatusBar() {
        getStyleClass().add("status-bar");
        setMinWidth(0);
        clock.setMinWidth(USE_PREF_SIZE);
        version.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(connection, roundTrip, new StatusItem("Sampling").value("1 Hz"), dropped, port, notice, Labels.spacer(),
                recording, clock,
                version);
    }

    /// What ended last, kept until the next.
    void notice(String line) {
        notice.state(Status.ACCENT, line);
    }

    void show(Optional<NodeViewModel> chosen, Instant now) {
        clock.setText(CLOCK.format(now));
        chosen.ifPresent(node -> {
            showReach(node.reach().get(), now);
            node.facts().get().ifPresent(facts -> show(node, facts, now));
        });
    }

    private void showReach(Reach reach, Instant now) {
        String age = reach.age(now).map(old -> " · " + Formats.span(old)).orElse("");
        switch (reach.connection()) {
            case CONNECTED -> connection.state(Status.SUCCESS, "Connected");
            case RECONNECTING -> connection.state(Status.WARNING, "Reconnecting" + age);
            case LOST -> connection.state(Status.DANGER, "Lost" + age);
        }
    }

    private void show(NodeViewModel model, Facts node, Instant now) {
        boolean local = model.address().isEmpty();
        roundTrip.value(local ? "in process" : Formats.number(model.roundTrip().toNanos() / 1e6) + " ms");
        dropped.value(Formats.count(model.dropped()));
        String address = node.info().address();
        int listening = address == null ? -1 : URI.create(address).getPort();
        port.value(listening < 0 ? Formats.NONE : Integer.toString(listening));
        if (local && listening >= 0 && listening != USUAL_PORT) {
            port.state(Status.WARNING, "Port " + USUAL_PORT + " was taken, listening on");
        }
        recording.state(Status.DANGER, "Recording").value(Formats.clock(Duration.between(node.info().started(), now)));
        version.setText("GPU Dyno " + node.info().version());
    }
}
