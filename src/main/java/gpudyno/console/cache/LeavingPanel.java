package gpudyno.console.cache;

import gpudyno.console.chart.SplitBars;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.LegendEntry.Mark;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.cache.CacheBoard;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Entries that left by themselves, by cause.
final class LeavingPanel {
    private final Panel panel = new Panel("Evictions by cause").subtitle("L1, entries per second");
    private final SplitBars bars = new SplitBars("Entries that left, by cause", "evicted", "expired").upper(SeriesColor.FORECAST);
    private final KeyValueRow evicted = new KeyValueRow("Size, L1 full", "");
    private final KeyValueRow expired = new KeyValueRow("Expired", "");
    private final KeyValueRow start = new KeyValueRow("Since the start", "");
    private final VBox both;

    LeavingPanel() {
        VBox rows = new VBox(6, evicted, expired, start);
        rows.getStyleClass().add("cache-foot");
        VBox.setVgrow(bars, Priority.ALWAYS);
        both = new VBox(bars, rows);
    }

    Panel panel() {
        return panel;
    }

    void show(CacheBoard board) {
        expired.key("Expired, TTL " + Formats.span(java.time.Duration.ofSeconds(board.ttlSeconds())));
        start.value(Formats.count(board.evictions()) + " evicted, " + Formats.count(board.expirations()) + " expired");
    }

    void show(Picture picture) {
        if (picture.left().isEmpty()) {
            panel.trailing().content(new EmptyState("No entry was evicted or expired in this range."));
            return;
        }
        panel.trailing(new LegendEntry(Mark.SQUARE, SeriesColor.ACTUAL, "size"),
                new LegendEntry(Mark.SQUARE, SeriesColor.FORECAST, "expired"));
        bars.show(picture.left(), Formats::number);
        double all = picture.evicted() + picture.expired();
        evicted.value(words(picture.evicted(), all));
        expired.value(words(picture.expired(), all));
        panel.flush(both);
    }

    private static String words(double part, double all) {
        return Formats.count(Math.round(part)) + " · " + Math.round(100 * part / all) + " %";
    }
}
