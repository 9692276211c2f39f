package gpudyno.console.cache;

import gpudyno.console.chart.FrameHistory;
import gpudyno.console.frame.Facts;
import gpudyno.console.frame.NodeViewModel;
import gpudyno.console.frame.Workbench;
import gpudyno.console.kit.Dialogs.Confirmation;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.InlineError;
import gpudyno.console.kit.Ticker;
import gpudyno.console.page.Page;
import gpudyno.console.page.TimeRange;
import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.Invalidation;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import gpudyno.model.target.Profile;
import gpudyno.model.target.Profiles;
import gpudyno.node.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Cache. Traffic is drawn from the node's frames; how full it is, what sizes are worth and the hottest keys are read every few seconds.
public final class CachePage implements Page {
    public static final String TITLE = "Cache";
    private static final String SIZE = "cache.maxBytes";
    private static final String POLICY = "cache.policy";
    private static final Duration READ_EVERY = Duration.ofSeconds(5);
    private static final Duration DRAWN_EVERY = Duration.ofSeconds(1);

    private final Workbench bench;
    private final TierCards tiers = new TierCards(() -> turn("cache.enabled", true, "Turn the cache on?", "It stands on"));
    private final WorthPanel worth = new WorthPanel(
            bytes -> turn(SIZE, bytes, "Set the cache to " + Formats.bytes(bytes) + "?", SIZE + " stands at " + Formats.bytes(bytes)));
    private final LeavingPanel leaving = new LeavingPanel();
    private final HotKeysPanel keys = new HotKeysPanel();
    private final FurtherPanels further = new FurtherPanels(
            mode -> turn("cache.near", mode.id(), NearPanel.question(mode), NearPanel.effect(mode), NearPanel.done(mode)));
    private final InvalidatePanel invalidate = new InvalidatePanel(new InvalidatePanel.Uses() {
        @Override
        public void count(EntrySelection selection) {
            CachePage.this.count(selection);
        }

        @Override
        public void delete(EntrySelection selection, Invalidation counted) {
            CachePage.this.delete(selection, counted);
        }
    });
    private final PolicyPanel policy = new PolicyPanel(this::follow);
    private final CacheLayout layout = new CacheLayout(List.of(tiers.near(), tiers.shared()), tiers.ratio(), policy.panel(),
            List.of(worth.panel(), leaving.panel()), List.of(keys.panel(), invalidate.panel()));
    private final StackPane failure = new StackPane();
    private final StackPane content = new StackPane(layout, failure);
    private final Ticker timer;
    private final AtomicBoolean dirty = new AtomicBoolean();
    private FrameHistory history = new FrameHistory();
    private Subscription listening = Subscription.EMPTY;
    private @Nullable NodeViewModel model;
    private TimeRange range = TimeRange.QUARTER;
    private Instant asked = Instant.EPOCH;
    private Instant drawn = Instant.EPOCH;
    private boolean drawing;
    private boolean paused;
    /// Grows whenever answers to what was asked before are no longer of use.
    private int showing;

    public CachePage(Workbench bench) {
        this.bench = bench;
        content.setMinSize(0, 0);
        layout.setVisible(false);
        failure.setVisible(false);
        timer = new Ticker(content, javafx.util.Duration.millis(250), this::tick);
        bench.unavailable().subscribe(reason -> {
            worth.away(reason);
            policy.away(reason);
            invalidate.away(reason);
        });
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public Ikon icon() {
        return Feather.LAYERS;
    }

    @Override
    public javafx.scene.Node content() {
        return content;
    }

    @Override
    public void show(Node node, TimeRange shown) {
        hide();
        Optional<NodeViewModel> present = bench.node().get();
        if (present.isEmpty()) {
            return;
        }
        NodeViewModel of = present.get();
        if (!of.equals(model)) {
            history = new FrameHistory();
            worth.forget();
            invalidate.forget();
            layout.setVisible(false);
        }
        model = of;
        range = shown;
        FrameHistory filled = history;
        // Frames first: what comes while the past is read is in both.
        listening = of.onFrame(frame -> {
            filled.add(List.of(frame.only(Picture.METERS)));
            dirty.set(true);
        });
        int own = showing;
        bench.calls().call(() -> {
            filled.fill((from, to, resolution) -> of.node().frames().history(from, to, resolution, Picture.METERS), Instant.now(),
                    shown.length());
            filled.add(of.live().stream().map(frame -> frame.only(Picture.METERS)).toList());
            return true;
        }, _ -> dirty.set(true), line -> failed(own, line));
        drawn = Instant.EPOCH;
        dirty.set(true);
        timer.start();
        read();
    }

    @Override
    public void hide() {
        timer.stop();
        listening.unsubscribe();
        listening = Subscription.EMPTY;
        drawing = false;
        showing++;
    }

    @Override
    public void pause(boolean now) {
        paused = now;
        drawn = Instant.EPOCH;
    }

    private void tick() {
        Instant now = Instant.now();
        if (paused) {
            return;
        }
        if (asked.plus(READ_EVERY).isBefore(now)) {
            read();
        }
        if (!drawing && drawn.plus(DRAWN_EVERY).isBefore(now) && dirty.getAndSet(false)) {
            draw(now);
        }
    }

    private void draw(Instant now) {
        drawing = true;
        drawn = now;
        int own = showing;
        FrameHistory from = history;
        Duration length = range.length();
        Profile profile = Profiles.named(facts().map(Facts::targets).orElse(""));
        bench.calls().call(() -> Picture.of(from, now, length, profile), picture -> {
            if (own == showing) {
                drawing = false;
                tiers.show(picture);
                leaving.show(picture);
            }
        }, line -> failed(own, line));
    }

    private Optional<Facts> facts() {
        return Optional.ofNullable(model).flatMap(of -> of.facts().get());
    }

    private void read() {
        NodeViewModel of = model;
        if (of == null) {
            return;
        }
        asked = Instant.now();
        int own = showing;
        bench.calls().call(() -> of.node().cache().board(), board -> {
            if (own == showing) {
                show(board);
            }
        }, line -> failed(own, line));
    }

    private void show(CacheBoard board) {
        failure.setVisible(false);
        layout.setVisible(true);
        tiers.show(board);
        worth.show(board, sizes());
        leaving.show(board);
        policy.show(board);
        keys.show(board);
        layout.further(further.show(board));
    }

    /// The sizes that the node's knob takes; null before the node has told.
    private KnobType.@Nullable Whole sizes() {
        for (KnobState state : facts().map(Facts::knobs).orElse(List.of())) {
            if (state.knob().id().equals(SIZE) && state.knob().type() instanceof KnobType.Whole whole) {
                return whole;
            }
        }
        return null;
    }

    private void failed(int own, String line) {
        if (own == showing) {
            drawing = false;
            failure.getChildren().setAll(new InlineError("The cache could not be read.", line, "", this::read));
            failure.setVisible(true);
            layout.setVisible(false);
        }
    }

    private void turn(String knob, Object value, String question, String done) {
        turn(knob, value, question, "What no longer fits leaves.", done);
    }

    private void turn(String knob, Object value, String question, String effect, String done) {
        NodeViewModel of = model;
        if (of == null) {
            return;
        }
        bench.dialogs().confirm(new Confirmation(question, "The node's knob " + knob + " is turned now. " + effect
                + " Turn it back here or on the Settings page.", "Turn", false),
                () -> bench.calls().call(() -> of.node().knobs().turn(Map.of(knob, value), "user"), _ -> {
                    bench.dialogs().say(done);
                    read();
                }, why -> bench.dialogs().say("Not turned: " + why)));
    }

    /// At once: it costs nothing and is taken back by another press.
    private void follow(String chosen) {
        NodeViewModel of = model;
        if (of != null) {
            bench.calls().call(() -> of.node().knobs().turn(Map.of(POLICY, chosen), "user"), _ -> {
                bench.dialogs().say(POLICY + " stands at " + chosen);
                read();
            }, why -> {
                bench.dialogs().say("Not turned: " + why);
                read();
            });
        }
    }

    private void count(EntrySelection selection) {
        NodeViewModel of = model;
        if (of != null) {
            bench.calls().call(() -> of.node().cache().invalidate(selection, true), result -> {
                if (of.equals(model)) {
                    invalidate.counted(selection, result);
                }
            }, why -> refused(of, why));
        }
    }

    private void delete(EntrySelection selection, Invalidation counted) {
        NodeViewModel of = model;
        if (of == null) {
            return;
        }
        Invalidation.Shared elsewhere = counted.shared();
        String shared = elsewhere == null ? "" : " and " + InvalidatePanel.words(elsewhere.answers()) + " in L2, which other nodes use,";
        bench.dialogs().confirm(new Confirmation("Invalidate " + InvalidatePanel.words(counted.entries()) + "?",
                Formats.bytes(counted.bytes()) + " in this node" + shared
                        + " are deleted, with what has come since and matches. They are computed again when they are asked for.",
                "Invalidate", true), () -> {
                    invalidate.busy();
                    bench.calls().call(() -> of.node().cache().invalidate(selection, false), result -> {
                        if (of.equals(model)) {
                            invalidate.done(selection, result);
                            read();
                        }
                    }, why -> refused(of, why));
                });
    }

    private void refused(NodeViewModel of, String why) {
        if (of.equals(model)) {
            invalidate.refused(why);
        }
    }
}
