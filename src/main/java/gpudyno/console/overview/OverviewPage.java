package gpudyno.console.overview;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.frame.Facts;
import gpudyno.console.frame.LatestCall;
import gpudyno.console.frame.NodeCalls;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.KnobWords;
import gpudyno.console.kit.Ticker;
import gpudyno.console.page.Findable;
import gpudyno.console.page.Kind;
import gpudyno.console.page.Page;
import gpudyno.console.page.Period;
import gpudyno.console.page.TimeRange;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.Silence;
import gpudyno.model.gpu.DeviceState;
import gpudyno.model.gpu.GpuDevice;
import gpudyno.model.knob.KnobState;
import gpudyno.model.node.Event;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.node.Alerting;
import gpudyno.node.Gpus;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Overview. Frames fill a history on the stream's thread and mark it dirty; one timer copies it to the screen.
public final class OverviewPage implements Page {
    private static final Duration SILENCED_FOR = Duration.ofHours(1);
    private static final Duration REDRAWN_EVERY = Duration.ofSeconds(1);

    private final Workbench bench;
    private final NodeCalls calls;
    private final OverviewView view;
    /// One for each time a node comes into view, so that what an earlier node still sends does not mix with it.
    private FrameHistory history = new FrameHistory();
    private final AtomicBoolean dirty = new AtomicBoolean();
    private final Ticker timer;
    private final LatestCall asking;
    /// What is shown in place of the present; null while that is shown.
    private @Nullable Period past;
    private @Nullable Picture live;
    private @Nullable Node node;
    private Subscription listening = Subscription.EMPTY;
    private TimeRange range = TimeRange.FIVE_MINUTES;
    private Profile profile = Profiles.OPTION_2;
    private boolean paused;
    private List<GpuDevice> devices = List.of();
    private @Nullable Side side;
    private Instant drawn = Instant.EPOCH;
    private boolean drawing;
    /// Grows whenever the page comes into view or leaves it.
    private int showing;

    /// What the right column shows.
    ///
    /// @param ahead what foresight says; empty until it has told
    /// @param batchCap most items a batch may hold now; NaN where the node has no such knob
    record Side(String targets, List<Alert> alerts, List<Recommended> recommendations, List<Event> events, double batchCap,
            Optional<Ahead> ahead) {}

    public OverviewPage(Workbench bench) {
        this.bench = bench;
        calls = bench.calls();
        asking = new LatestCall(calls);
        view = new OverviewView(new OverviewView.Uses(
                new OverviewView.AlertUses(this::acknowledge, this::silence, alert -> bench.guide().lead(Kind.RULE, alert.rule())),
                new Recommended.Uses(one -> bench.dialogs().confirm(one.preview(), () -> apply(one)),
                        one -> bench.dialogs().confirm(one.question(), () -> apply(one)), this::showSource),
                meter -> bench.guide().lead(Kind.METER, meter), this::origin, bench.guide(), this::goLive));
        timer = new Ticker(view, javafx.util.Duration.millis(200), this::refresh);
        bench.unavailable().subscribe(view::away);
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
        Optional<NodeViewModel> chosen = bench.node().get();
        if (chosen.isEmpty()) {
            return;
        }
        NodeViewModel model = chosen.get();
        if (!shown.equals(node) || shownRange != range) {
            goLive();
        }
        if (!shown.equals(node)) {
            history = new FrameHistory();
            side = null;
            live = null;
            view.showUnknown();
        }
        FrameHistory filled = history;
        node = shown;
        range = shownRange;
        int opening = ++showing;
        // Frames first: what comes while the past is read is in both.
        listening = Subscription.combine(model.onFrame(frame -> {
            filled.add(List.of(frame.only(Picture.METERS)));
            dirty.set(true);
        }), model.facts().subscribe(told -> told.ifPresent(this::showSide)));
        calls.call(() -> fill(model, shownRange, filled), _ -> dirty.set(true), line -> {
            if (opening == showing) {
                failed(line);
            }
        });
        drawn = Instant.EPOCH;
        timer.start();
    }

    /// What is missing of the range before the stream, and what the node's mirror holds: of each frame what is drawn, since those of a node
    /// with many GPUs are large.
    private static boolean fill(NodeViewModel shown, TimeRange shownRange, FrameHistory filled) throws Exception {
        filled.fill((from, to, resolution) -> shown.node().frames().history(from, to, resolution, Picture.METERS), Instant.now(),
                shownRange.length());
        // Last, so that what both hold is held once.
        filled.add(shown.live().stream().map(frame -> frame.only(Picture.METERS)).toList());
        return true;
    }

    @Override
    public void hide() {
        timer.stop();
        // What is still being read is not shown any more.
        showing++;
        listening.unsubscribe();
        listening = Subscription.EMPTY;
    }

    @Override
    public void pause(boolean now) {
        paused = now;
        drawn = Instant.EPOCH;
    }

    @Override
    public List<Findable> findables() {
        return List.of(new Findable(Kind.PERIOD, _ -> List.of(), id -> showPast(Period.of(id))));
    }

    /// Shows a period of the node in view; what is after now is left out.
    private void showPast(Period asked) {
        Node of = node;
        Instant now = Instant.now();
        if (of == null || !asked.from().isBefore(now)) {
            return;
        }
        Period period = asked.to().isAfter(now) ? new Period(asked.from(), now) : asked;
        String words = period.words(ZoneId.systemDefault());
        past = period;
        view.readPast(words);
        Profile compared = profile;
        List<GpuDevice> gpus = devices;
        asking.call(() -> PastShown.of(of, period, compared, gpus), shown -> view.showPast(shown, words), line -> {
            goLive();
            bench.dialogs().say(words + " could not be read: " + line);
        });
    }

    private void goLive() {
        asking.drop();
        if (past == null) {
            return;
        }
        past = null;
        view.showLive();
        if (side != null) {
            view.showSide(side);
        }
        if (live != null) {
            view.show(live);
        }
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

    private void acknowledge(Alert alert) {
        Node asked = node;
        if (asked != null) {
            act(asked, alerting -> alerting.acknowledge(alert.id(), ""), () -> bench.dialogs().done("Acknowledged “" + alert.title() + "”",
                    () -> act(asked, alerting -> alerting.unacknowledge(alert.id()), () -> {})));
        }
    }

    private void silence(Alert alert) {
        Node asked = node;
        if (asked != null) {
            act(asked, alerting -> alerting
                    .silence(new Silence(0, alert.rule(), alert.series(), Instant.now().plus(SILENCED_FOR), "console", "")), () -> {});
        }
    }

    private void act(Node asked, Consumer<Alerting> action, Runnable done) {
        calls.call(() -> {
            action.accept(asked.alerting());
            return true;
        }, _ -> done.run(), this::failed);
    }

    private Optional<Runnable> origin(Event event) {
        return bench.node().get().flatMap(chosen -> chosen.facts().get()).flatMap(facts -> Origin.of(event, facts))
                .map(origin -> () -> {
                    if (origin.kind() == Kind.PAGE) {
                        bench.guide().open(origin.id());
                    } else {
                        bench.guide().lead(origin.kind(), origin.id());
                    }
                });
    }

    private void showSource(Recommended one) {
        Long session = one.recommendation().session();
        if (session != null) {
            bench.guide().lead(Kind.SESSION, session.toString());
        } else {
            one.moves().stream().findFirst().ifPresent(move -> bench.guide().lead(Kind.KNOB, move.knob().id()));
        }
    }

    /// The best of a session is applied as on the Tune page, so that it can be rolled back there, too.
    private void apply(Recommended one) {
        Node asked = node;
        if (asked == null) {
            return;
        }
        Long session = one.recommendation().session();
        calls.call(() -> session != null
                ? asked.sessions().applyBest(session)
                : asked.knobs().turn(one.recommendation().change().values(), "recommendation"),
                change -> bench.dialogs().done("Turned " + KnobWords.count(change.after().values().size()),
                        () -> calls.call(() -> session != null
                                ? asked.sessions().rollBack(session)
                                : asked.knobs().turn(change.before().values(), "undo"),
                                back -> bench.dialogs().say("Turned back " + KnobWords.count(back.after().values().size())),
                                line -> bench.dialogs().say("Nothing was turned back: " + line))),
                line -> bench.dialogs().say("Nothing was applied: " + line));
    }

    private static double batchCap(List<KnobState> knobs) {
        return knobs.stream().filter(state -> state.knob().id().equals("serve.batch.maxSize")).map(KnobState::value)
                .filter(Number.class::isInstance).mapToDouble(value -> ((Number) value).doubleValue()).findFirst().orElse(Double.NaN);
    }

    private void showSide(Facts told) {
        devices = told.gpus().map(Gpus.Board::devices).orElse(List.of()).stream().map(DeviceState::device).toList();
        Side now = new Side(told.targets(), told.alerts(),
                told.recommendations().stream().map(one -> Recommended.of(one, told.knobs())).toList(), told.events(),
                batchCap(told.knobs()), told.foresight().map(Ahead::of));
        if (!now.equals(side)) {
            side = now;
            profile = Profiles.named(now.targets);
            if (past == null) {
                view.showSide(now);
            }
        }
    }

    private void refresh() {
        if (node == null || past != null) {
            return;
        }
        Instant now = Instant.now();
        // Also without a new frame: what is old must look old.
        if (!paused && !drawing && (dirty.getAndSet(false) || drawn.plus(REDRAWN_EVERY).isBefore(now))) {
            drawing = true;
            drawn = now;
            Profile judged = profile;
            Duration length = range.length();
            FrameHistory drawnFrom = history;
            List<GpuDevice> gpus = devices;
            calls.call(() -> Picture.of(judged, now, length, gpus, drawnFrom), picture -> {
                drawing = false;
                live = picture;
                if (past == null) {
                    view.show(picture);
                }
            }, cause -> {
                drawing = false;
                failed(cause);
            });
        }
    }
}
