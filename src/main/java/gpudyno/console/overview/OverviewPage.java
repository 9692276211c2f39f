package gpudyno.console.overview;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.Silence;
import gpudyno.model.knob.KnobState;
import gpudyno.model.node.Event;
import gpudyno.model.node.Recommendation;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.node.Alerting;
import gpudyno.node.Node;
import gpudyno.node.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Overview. Frames fill a history on the subscription's thread and mark it dirty; one timer copies it to the screen.
public final class OverviewPage implements Page {
    private static final Duration SILENCED_FOR = Duration.ofHours(1);
    private static final Duration SIDE_EVERY = Duration.ofSeconds(2);
    private static final Duration REDRAWN_EVERY = Duration.ofSeconds(1);

    private final NodeCalls calls;
    private final OverviewView view;
    /// One for each time a node comes into view, so that what an earlier node still sends does not mix with it.
    private FrameHistory history = new FrameHistory();
    private final AtomicBoolean dirty = new AtomicBoolean();
    private final Timeline timer = new Timeline(new KeyFrame(javafx.util.Duration.millis(200), _ -> refresh()));
    private @Nullable Node node;
    private @Nullable Subscription subscription;
    private TimeRange range = TimeRange.FIVE_MINUTES;
    private Profile profile = Profiles.OPTION_2;
    private boolean paused;
    private Instant sideAsked = Instant.EPOCH;
    private Instant drawn = Instant.EPOCH;
    private boolean drawing;
    /// Grows whenever the page comes into view or leaves it.
    private int showing;

    /// What the right column shows.
    ///
    /// @param batchCap most items a batch may hold now; NaN where the node has no such knob
    record Side(String targets, List<Alert> alerts, List<Recommendation> recommendations, List<Event> events, double batchCap) {}

    /// @param openRule takes the alert whose rule is to be looked at
    public OverviewPage(NodeCalls calls, Consumer<Alert> openRule) {
        this.calls = calls;
        view = new OverviewView(new OverviewView.AlertActions(alert -> act(alerting -> alerting.acknowledge(alert.id(), "")),
                alert -> act(alerting -> alerting
                        .silence(new Silence(0, alert.rule(), alert.series(), Instant.now().plus(SILENCED_FOR), "console", ""))),
                openRule));
        timer.setCycleCount(Animation.INDEFINITE);
    }

    @Override
    public String title() {
        return "Overview";
    }

    @Override
    public Ikon icon() {
        return Feather.GRID;
    }

    @Override
    public javafx.scene.Node content() {
        return view;
    }

    @Override
    public void show(Node shown, TimeRange shownRange) {
        hide();
        if (!shown.equals(node)) {
            history = new FrameHistory();
        }
        FrameHistory filled = history;
        node = shown;
        range = shownRange;
        int opening = ++showing;
        calls.call(() -> begin(shown, shownRange, filled), begun -> {
            if (opening == showing) {
                subscription = begun;
            } else {
                close(begun);
            }
        }, this::failed);
        sideAsked = Instant.EPOCH;
        drawn = Instant.EPOCH;
        timer.play();
    }

    private Subscription begin(Node shown, TimeRange shownRange, FrameHistory filled) throws Exception {
        filled.fill(shown::history, Instant.now(), shownRange.length());
        return shown.subscribe(0, frame -> {
            filled.add(List.of(frame));
            dirty.set(true);
        });
    }

    @Override
    public void hide() {
        timer.stop();
        // What is still being opened is closed as soon as it is.
        showing++;
        Subscription open = subscription;
        subscription = null;
        if (open != null) {
            close(open);
        }
    }

    private void close(Subscription open) {
        calls.call(() -> {
            open.close();
            return true;
        }, _ -> {}, _ -> {
            // Nobody looks at it any more, and its node's own end closes it.
        });
    }

    @Override
    public void pause(boolean now) {
        paused = now;
        drawn = Instant.EPOCH;
    }

    private void failed(String cause) {
        view.failed(cause, () -> {
            Node again = node;
            if (again != null) {
                show(again, range);
            }
        });
    }

    private void act(Consumer<Alerting> action) {
        Node asked = node;
        if (asked != null) {
            calls.call(() -> {
                action.accept(asked.alerting());
                return true;
            }, _ -> sideAsked = Instant.EPOCH, this::failed);
        }
    }

    private static double batchCap(Node node) {
        return node.knobs().stream().filter(state -> state.knob().id().equals("serve.batch.maxSize")).map(KnobState::value)
                .filter(Number.class::isInstance).mapToDouble(value -> ((Number) value).doubleValue()).findFirst().orElse(Double.NaN);
    }

    private void refresh() {
        Node shown = node;
        if (shown == null) {
            return;
        }
        Instant now = Instant.now();
        if (sideAsked.plus(SIDE_EVERY).isBefore(now)) {
            sideAsked = now;
            calls.call(() -> new Side(shown.targets(), shown.alerts(), shown.recommendations(), shown.events(), batchCap(shown)), side -> {
                profile = Profiles.byId(side.targets);
                view.showSide(side);
            }, this::failed);
        }
        // Also without a new frame: what is old must look old.
        if (!paused && !drawing && (dirty.getAndSet(false) || drawn.plus(REDRAWN_EVERY).isBefore(now))) {
            drawing = true;
            drawn = now;
            Profile judged = profile;
            Duration length = range.length();
            FrameHistory drawnFrom = history;
            calls.call(() -> Picture.of(judged, now, length, drawnFrom), picture -> {
                drawing = false;
                view.show(picture);
            }, cause -> {
                drawing = false;
                failed(cause);
            });
        }
    }
}
