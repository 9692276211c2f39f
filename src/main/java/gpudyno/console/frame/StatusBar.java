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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// Connection, round trip, sampling and recording of the chosen node; the clock; the version.
final class StatusBar extends HBox {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final int USUAL_PORT = 7070;
    private final StatusItem connection = new StatusItem("").state(Status.NEUTRAL, "No node");
    private final StatusItem roundTrip = new StatusItem("Round-trip").value(Formats.NONE);
    /// How far the node's clock is from this machine's.
    private final StatusItem nodeClock = new StatusItem("Its clock");
    private final StatusItem dropped = new StatusItem("Dropped").value(Formats.NONE);
    private final StatusItem recording = new StatusItem("");
    private final StatusItem port = new StatusItem("Port").value(Formats.NONE).yielding();
    private final StatusItem address = new StatusItem("Node").value(Formats.NONE).yielding();
    private final Map<NodeViewModel, String> notices = new WeakHashMap<>();
    private final StatusItem notice = new StatusItem("").yielding();
    private final Label clock = Labels.caption("");
    private final Label version = Labels.caption("GPU Dyno");

    StatusBar() {
        getStyleClass().add("status-bar");
        setMinWidth(0);
        clock.setMinWidth(USE_PREF_SIZE);
        version.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(connection, roundTrip, nodeClock, new StatusItem("Sampling").value("1 Hz"), dropped, port, address, notice,
                Labels.spacer(),
                recording, clock,
                version);
    }

    /// What ended last on a node, kept until the next.
    void notice(NodeViewModel node, String line) {
        notices.put(node, line);
    }

    void show(Optional<NodeViewModel> chosen, Instant now) {
        clock.setText(CLOCK.format(now));
        if (chosen.isEmpty()) {
            connection.state(Status.NEUTRAL, "No node");
            visible(address, false);
            visible(notice, false);
            showUnknown();
        }
        chosen.ifPresent(node -> {
            showReach(node.reach().get(), now);
            showAddress(node);
            Optional<String> ended = Optional.ofNullable(notices.get(node));
            visible(notice, ended.isPresent());
            ended.ifPresent(line -> notice.state(Status.ACCENT, line));
            node.facts().get().ifPresentOrElse(facts -> show(node, facts, now), this::showUnknown);
        });
    }

    private void showReach(Reach reach, Instant now) {
        String age = reach.age(now).map(old -> " · " + Formats.span(old)).orElse("");
        switch (reach.connection()) {
            case CONNECTED -> connection.state(reach.reason().isEmpty() ? Status.SUCCESS : Status.WARNING, "Connected");
            case RECONNECTING -> connection.state(Status.WARNING, "Reconnecting" + age);
            case LOST -> connection.state(Status.DANGER, "Lost" + age);
        }
    }

    /// The local node listens on a port of this machine; an attached one is known by where it is reached.
    private void showAddress(NodeViewModel model) {
        visible(port, model.address().isEmpty());
        visible(address, model.address().isPresent());
        model.address().ifPresent(at -> address.value(at.getAuthority()));
    }

    /// Nothing of another node stays in view while this one has told nothing.
    private void showUnknown() {
        List.of(roundTrip, dropped, port).forEach(item -> item.value(Formats.NONE));
        visible(recording, false);
        visible(nodeClock, false);
        version.setText("GPU Dyno");
    }

    private static void visible(StatusItem item, boolean now) {
        item.setVisible(now);
        item.setManaged(now);
    }

    private void show(NodeViewModel model, Facts node, Instant now) {
        boolean local = model.address().isEmpty();
        boolean connected = model.reach().get().connected();
        roundTrip.value(local ? "in process" : connected ? Formats.number(model.roundTrip().toNanos() / 1e6) + " ms" : Formats.NONE);
        Optional<Duration> ahead = model.clockAhead();
        visible(nodeClock, connected && ahead.isPresent());
        ahead.ifPresent(by -> nodeClock.value(ahead(by)));
        dropped.value(Formats.count(model.dropped()));
        String listens = node.info().address();
        int listening = listens == null ? -1 : URI.create(listens).getPort();
        port.value(listening < 0 ? Formats.NONE : Integer.toString(listening));
        if (local && listening >= 0 && listening != USUAL_PORT) {
            port.state(Status.WARNING, "Port " + USUAL_PORT + " was taken, listening on");
        }
        // Whether a node that is not heard still records nobody knows.
        visible(recording, connected);
        recording.state(Status.DANGER, "Recording").value(Formats.clock(Duration.between(node.info().started(), now)));
        version.setText(Skew.version(node.info()));
    }

    /// To the millisecond below a second; no link tells it better.
    private static String ahead(Duration by) {
        return by.abs().compareTo(Duration.ofSeconds(1)) < 0
                ? String.format(Locale.ROOT, "%+d ms", by.toMillis())
                : String.format(Locale.ROOT, "%+.1f s", by.toMillis() / 1e3);
    }
}
