package gpudyno.console.cache;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.LegendEntry.Mark;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Sparkline;
import gpudyno.console.kit.Status;
import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.SharedTier;
import gpudyno.model.cache.WarmUp;
import gpudyno.model.meter.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A card for each tier, and the hit ratio over time.
final class TierCards {
    /// Nearly full: from here on each new entry drives another out.
    private static final double FULL = 0.95;

    private final Panel near = new Panel("L1").subtitle("memory, last minute");
    private final Panel shared = new Panel("L2").subtitle("shared, last minute");
    private final Panel ratio = new Panel("Hit ratio by tier").subtitle("of all input items, 5 s windows");
    private final TimeChart chart = new TimeChart(new Crosshair());
    private final ShareRing nearRing = new ShareRing(SeriesColor.ACTUAL);
    private final ShareRing sharedRing = new ShareRing(SeriesColor.RESERVED);
    private final Sparkline nearCourse = new Sparkline(90, 28);
    private final Sparkline sharedCourse = new Sparkline(90, 28);
    private final KeyValueRow hits = new KeyValueRow("Hits", Formats.NONE);
    private final KeyValueRow entries = new KeyValueRow("Entries", Formats.NONE);
    private final KeyValueRow time = new KeyValueRow("p95", Formats.NONE);
    private final KeyValueRow life = new KeyValueRow("TTL", Formats.NONE);
    private final KeyValueRow sharedHits = new KeyValueRow("Hits", Formats.NONE);
    private final KeyValueRow sharedTime = new KeyValueRow("p95", Formats.NONE);
    private final KeyValueRow faults = new KeyValueRow("Errors", Formats.NONE);
    private final KeyValueRow stale = new KeyValueRow("Stale", Formats.NONE);
    private final Label warm = Labels.caption("");
    private final KeyValueRow room = new KeyValueRow("", "");
    private final MeterBar fill = new MeterBar().thick();
    private final Node nearBody;
    private final Node sharedBody;
    private final Runnable turnOn;

    /// @param turnOn asks to turn the cache on
    TierCards(Runnable turnOn) {
        this.turnOn = turnOn;
        VBox foot = new VBox(4, warm, room, fill);
        warm.setMinWidth(0);
        nearBody = card(nearRing, "of all items", foot, hits, time, entries, life, nearCourse);
        sharedBody = card(sharedRing, "of look-ups", Labels.caption("Servers hold the entries for all nodes."), sharedHits,
                sharedTime, faults, stale, sharedCourse);
    }

    private static Node card(ShareRing ring, String of, Node foot, Node... rows) {
        VBox left = new VBox(-10, ring, Labels.caption(of));
        left.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        left.setAlignment(javafx.geometry.Pos.TOP_CENTER);
        VBox right = new VBox(4, rows);
        right.setMinWidth(0);
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox upper = new HBox(12, left, right);
        VBox.setVgrow(upper, Priority.ALWAYS);
        return new VBox(6, upper, foot);
    }

    Panel near() {
        return near;
    }

    Panel shared() {
        return shared;
    }

    Panel ratio() {
        return ratio;
    }

    void show(CacheBoard board) {
        if (board.maxBytes() == 0) {
            near.trailing().content(new EmptyState("This node is simulated: it has traffic, but no entries."));
            return;
        }
        SharedTier servers = board.shared();
        faults.value(servers == null ? Formats.NONE : Formats.count(servers.failed()));
        stale.value(servers == null ? Formats.NONE : Formats.count(servers.stale()));
        near.trailing(new Chip(board.on() ? Status.SUCCESS : Status.NEUTRAL, board.on() ? "on" : "off").dot());
        if (!board.on()) {
            near.content(new EmptyState("Repeated inputs are not answered from memory.", Buttons.plain("Turn on…", turnOn)));
            return;
        }
        near.content(nearBody);
        entries.value(Formats.count(board.entries()));
        show(board.warmUp());
        life.value(Formats.span(java.time.Duration.ofSeconds(board.ttlSeconds())));
        double share = board.maxBytes() > 0 ? (double) board.bytes() / board.maxBytes() : 0;
        room.key(Formats.bytes(board.bytes()) + " of " + Formats.bytes(board.maxBytes())).value(Math.round(100 * share) + " % full");
        fill.show(share, share >= FULL ? Status.WARNING : Status.ACCENT);
    }

    private void show(@Nullable WarmUp state) {
        String words = state == null || !state.on()
                ? ""
                : !state.problem().isEmpty()
                        ? state.problem()
                        : state.warmed() > 0
                                ? "warmed " + Formats.count(state.warmed()) + " entries from the last run"
                                : Formats.count(state.writtenEntries()) + " entries written for the next run";
        warm.setText(words);
        warm.setTooltip(words.isEmpty() ? null : new Tooltip(words));
        warm.setVisible(!words.isEmpty());
        warm.setManaged(!words.isEmpty());
    }

    void show(Picture picture) {
        Optional<Traffic> minute = picture.minute();
        nearRing.show(minute.map(Traffic::nearPercent).orElse(Double.NaN), "of all input items in the last minute");
        hits.value(rate(minute.map(Traffic::nearRate).orElse(Double.NaN)));
        double took = minute.map(Traffic::nearTime).orElse(Double.NaN);
        time.value(Double.isNaN(took) ? Formats.NONE : Formats.number(took) + " µs");
        nearCourse.show(picture.near(), Status.ACCENT);
        int servers = minute.map(Traffic::servers).orElse(0);
        if (servers == 0) {
            shared.trailing(new Chip(Status.NEUTRAL, "off").dot())
                    .content(new EmptyState("Nodes share what they have computed when they are started with --l2 redis://host:port."));
        } else {
            int up = minute.map(Traffic::serversUp).orElse(0);
            shared.trailing(
                    new Chip(up == servers ? Status.SUCCESS : up == 0 ? Status.DANGER : Status.WARNING, up + " of " + servers).dot())
                    .content(sharedBody);
            sharedRing.show(minute.map(Traffic::sharedPercent).orElse(Double.NaN), "of look-ups in L2 in the last minute");
            sharedHits.value(rate(minute.map(Traffic::sharedRate).orElse(Double.NaN)));
            double waited = minute.map(Traffic::sharedTime).orElse(Double.NaN);
            sharedTime.value(Double.isNaN(waited) ? Formats.NONE : Formats.number(waited) + " ms");
            sharedCourse.show(picture.shared(), Status.SUCCESS);
        }
        showRatio(picture, minute, servers > 0);
    }

    private void showRatio(Picture picture, Optional<Traffic> minute, boolean both) {
        if (picture.ratio().isEmpty()) {
            ratio.trailing().content(new EmptyState("No input item came in this range."));
            return;
        }
        List<LegendEntry> legend = new ArrayList<>();
        legend.add(new LegendEntry(Mark.LINE, SeriesColor.ACTUAL, "L1").value(percent(minute.map(Traffic::nearPercent))));
        if (both) {
            legend.add(new LegendEntry(Mark.LINE, SeriesColor.RESERVED, "L1 + L2").value(percent(minute.map(Traffic::percent))));
        }
        legend.add(LegendEntry.neutral(Mark.SQUARE, "joined one in flight")
                .value(rate(minute.map(told -> told.frame().rate(Meters.CACHE_COALESCED.id())).orElse(Double.NaN))));
        ratio.trailing(legend.toArray(LegendEntry[]::new));
        chart.show(picture.ratio().get());
        ratio.flush(chart);
    }

    private static String percent(Optional<Double> value) {
        return value.isEmpty() || value.get().isNaN() ? Formats.NONE : Math.round(value.get()) + " %";
    }

    private static String rate(double value) {
        return Double.isNaN(value) ? Formats.NONE : Formats.number(value) + "/s";
    }
}
