package gpudyno.console.gpu;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.model.meter.Frame;
import gpudyno.node.Frames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.util.Subscription;

/// Some meters of a node over a period. The past is read once; a period that ends with the present goes on with the stream. One for each
/// period that is opened, so that another's frames do not mix with it.
final class Recording implements AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    /// A little less than the five minutes that a node holds in seconds.
    private static final Duration LIVE = Duration.ofSeconds(295);
    /// Longer than the last five minutes that are not rolled up yet.
    private static final Duration RECENT = Duration.ofMinutes(15);

    private final NodeViewModel node;
    private final Period period;
    private final Set<String> meters;
    private final FrameHistory history;
    private final Instant opened = Instant.now();
    private Subscription listening = Subscription.EMPTY;

    Recording(NodeViewModel node, Period period, Set<String> meters) {
        this.node = node;
        this.period = period;
        this.meters = Set.copyOf(meters);
        history = new FrameHistory(period.length().plus(FIVE_MINUTES));
    }

    /// Takes in what comes from now on, and tells that something came.
    void listen(Runnable came) {
        if (period.isLive()) {
            listening = node.onFrame(frame -> {
                history.add(List.of(frame.only(meters)));
                came.run();
            });
        }
    }

    /// Asks for the past. Not on the JavaFX thread.
    void read() {
        Frames frames = node.node().frames();
        Instant from = period.from(opened);
        Instant to = period.to(opened);
        List<Frame> all = new ArrayList<>(frames.history(from, to, period.resolution(), meters));
        if (period.isLive()) {
            if (period.resolution().equals(FIVE_MINUTES)) {
                all.addAll(frames.history(to.minus(RECENT), to, TEN_SECONDS, meters));
            }
            Instant seconds = to.minus(LIVE);
            all.addAll(frames.history(from.isAfter(seconds) ? from : seconds, to, SECOND, meters));
        }
        history.add(all);
    }

    /// The frames of the period, oldest first.
    List<Frame> frames(Instant now) {
        return history.last(period.length(), period.to(now));
    }

    /// Since when the stream adds seconds to it.
    Instant opened() {
        return opened;
    }

    @Override
    public void close() {
        listening.unsubscribe();
        listening = Subscription.EMPTY;
    }

    /// Everything the node read at a moment of the past, at the finest resolution that is still there; empty where nothing was recorded.
    static Optional<Frame> at(Frames frames, Instant moment) {
        for (Duration length : List.of(SECOND, TEN_SECONDS, FIVE_MINUTES)) {
            Optional<Frame> found = frames
                    .history(moment.minus(length.multipliedBy(2)), moment.plus(length.multipliedBy(2)), length, Set.of())
                    .stream().filter(frame -> !frame.start().isAfter(moment) && frame.end().plus(SECOND).isAfter(moment))
                    .reduce((_, later) -> later);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
