package gpudyno.console.overview;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.page.Period;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.meter.Frame;
import gpudyno.model.node.Event;
import gpudyno.model.target.Profile;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the page draws of a period that is over, worked out off the JavaFX thread.
///
/// @param alerts that fired in it, newest first
/// @param events of it, newest first
/// @param eventsFrom the oldest event that the node lists, where the period begins before it
record PastShown(Period period, Picture picture, List<Alert> alerts, List<Event> events, Optional<Instant> eventsFrom) {
    private static final int FRAMES = 400;
    private static final Duration FINEST = Duration.ofSeconds(1);
    /// The coarsest that a node keeps.
    private static final Duration COARSEST = Duration.ofMinutes(5);

    PastShown {
        alerts = List.copyOf(alerts);
        events = List.copyOf(events);
    }

    /// Asks the node; blocks.
    ///
    /// @param profile whose targets it is compared with, also where others stood then
    static PastShown of(Node node, Period period, Profile profile, List<GpuDevice> devices) {
        Duration part = period.length().dividedBy(FRAMES);
        Duration resolution = part.compareTo(FINEST) < 0 ? FINEST : part.compareTo(COARSEST) > 0 ? COARSEST : part;
        List<Frame> frames = node.frames().history(period.from(), period.to(), resolution, Picture.METERS);
        // A frame may begin a little before the period.
        FrameHistory history = new FrameHistory(period.length().plus(COARSEST));
        history.add(frames);
        List<Event> listed = node.journal().events();
        Optional<Instant> oldest = listed.isEmpty() ? Optional.empty() : Optional.of(listed.getLast().at());
        return new PastShown(period, Picture.ofPast(profile, period, devices, history), alerts(node.alerting().board(), period),
                listed.stream().filter(event -> within(event.at(), period)).toList(), oldest.filter(at -> at.isAfter(period.from())));
    }

    private static List<Alert> alerts(AlertBoard board, Period period) {
        return Stream.concat(board.active().stream().filter(alert -> alert.state() == Alert.State.FIRING), board.ended().stream())
                .filter(alert -> touches(alert, period)).sorted(Comparator.comparing(Alert::since).reversed()).toList();
    }

    private static boolean touches(Alert alert, Period period) {
        Instant ended = alert.ended();
        return !alert.since().isAfter(period.to()) && (ended == null || !ended.isBefore(period.from()));
    }

    private static boolean within(Instant at, Period period) {
        return !at.isBefore(period.from()) && !at.isAfter(period.to());
    }
}
