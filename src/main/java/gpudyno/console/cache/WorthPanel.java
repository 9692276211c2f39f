package gpudyno.console.cache;

import gpudyno.console.chart.SizeCurveChart;
import gpudyno.console.chart.SizeCurveChart.Point;
import gpudyno.console.kit.ActionButton;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.KnobSlider;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.LegendEntry.Mark;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.MemoryWorth;
import gpudyno.model.cache.MemoryWorth.Need;
import gpudyno.model.cache.MemoryWorth.Size;
import gpudyno.model.knob.KnobType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What other sizes of the cache would bring. Only sizes can be chosen that were estimated and that the knob takes.
final class WorthPanel {
    /// Percent of hits that the panel says the size for.
    private static final double AIM = 95;
    /// Width that the words take, and the choice beside them, where there is room.
    private static final double WORDS = 260;

    private final Panel panel = new Panel("Miss-ratio curve");
    private final SizeCurveChart chart = new SizeCurveChart();
    private final HBox foot = new HBox(16);
    private final VBox both = new VBox(chart, foot);
    private final KeyValueRow whatIf = new KeyValueRow("What if it were", "");
    private final ActionButton apply;
    private List<Size> sizes = List.of();
    private long today;
    private long chosen;
    private boolean touched;
    private String away = "";

    /// @param turn turns the size to bytes
    WorthPanel(LongConsumer turn) {
        apply = Buttons.primary("Apply…", () -> turn.accept(chosen)).small();
        foot.getStyleClass().add("cache-foot");
        foot.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(chart, Priority.ALWAYS);
    }

    Panel panel() {
        return panel;
    }

    /// Forgets what was chosen, for another node.
    void forget() {
        sizes = List.of();
        touched = false;
    }

    /// @param reason why nothing can be asked of the node; empty while it answers
    void away(String reason) {
        away = reason;
        allow();
    }

    /// @param range the sizes that the knob takes; null where that is not known
    void show(CacheBoard board, KnobType.@Nullable Whole range) {
        MemoryWorth worth = board.worth();
        if (!board.on() || worth == null) {
            sizes = List.of();
            panel.subtitle("").trailing().content(new EmptyState(board.on()
                    ? "Shown once enough inputs came to tell what other sizes would bring, about a thousand."
                    : "Shown while the cache is on."));
            return;
        }
        List<Size> now = sizes(worth, board.maxBytes(), range);
        panel.subtitle("L1, LRU, from " + Formats.count(worth.requests()) + " inputs")
                .trailing(new LegendEntry(Mark.LINE, SeriesColor.ACTUAL, "misses"));
        // A slider that is dragged is not replaced; the next reading comes soon.
        if (foot.isPressed() || (now.equals(sizes) && today == board.maxBytes())) {
            return;
        }
        sizes = now;
        today = board.maxBytes();
        chosen = touched ? nearest(chosen) : aim(worth);
        boolean focused = slider().filter(Node::isFocused).isPresent();
        fill(worth);
        if (focused) {
            slider().ifPresent(Node::requestFocus);
        }
        draw();
        panel.flush(both);
    }

    private Optional<Node> slider() {
        return Optional.ofNullable(foot.lookup(".slider"));
    }

    /// The curve and the sizes that were asked for, without those that cannot be turned to; today's stays.
    private static List<Size> sizes(MemoryWorth worth, long today, KnobType.@Nullable Whole range) {
        TreeMap<Long, Double> all = new TreeMap<>();
        worth.curve().forEach(size -> all.put(size.bytes(), size.percent()));
        for (Need need : worth.needs()) {
            Long bytes = need.bytes();
            if (bytes != null && bytes > 0) {
                all.putIfAbsent(bytes, need.percent());
            }
        }
        return all.entrySet().stream()
                .filter(size -> size.getKey() > 0
                        && (size.getKey() == today || range == null || (size.getKey() >= range.min() && size.getKey() <= range.max())))
                .map(size -> new Size(size.getKey(), size.getValue())).toList();
    }

    private long aim(MemoryWorth worth) {
        long needed = worth.needed(AIM).orElse(today);
        return sizes.stream().anyMatch(size -> size.bytes() == needed) ? needed : today;
    }

    /// The sizes that shares of hits need move with the traffic: what was chosen moves with them.
    private long nearest(long bytes) {
        return sizes.stream().map(Size::bytes).min(Comparator.comparingDouble(size -> Math.abs(Math.log((double) size / bytes))))
                .orElse(today);
    }

    private void fill(MemoryWorth worth) {
        Label aim = Labels.title(aimWords(worth));
        aim.setWrapText(true);
        String others = worth.needs().stream().filter(need -> need.percent() != AIM).map(WorthPanel::words)
                .collect(Collectors.joining(" · "));
        Label rest = Labels.muted(others);
        rest.setWrapText(true);
        VBox words = new VBox(4, aim, rest);
        words.setMinWidth(0);
        words.setPrefWidth(WORDS);
        HBox.setHgrow(words, Priority.ALWAYS);
        foot.getChildren().setAll(words);
        if (sizes.size() > 1) {
            KnobSlider slider = KnobSlider.whole(0, sizes.size() - 1, KnobType.Scale.LINEAR,
                    place -> Formats.bytes(sizes.get((int) place).bytes()).toString(), place(chosen));
            slider.best(place(today));
            slider.value().subscribe(place -> {
                long now = sizes.get(place.intValue()).bytes();
                if (now != chosen) {
                    chosen = now;
                    touched = true;
                    draw();
                }
            });
            VBox choice = new VBox(4, whatIf, slider);
            choice.setMinWidth(0);
            choice.setPrefWidth(WORDS);
            HBox.setHgrow(choice, Priority.ALWAYS);
            foot.getChildren().addAll(choice, apply);
        }
    }

    private int place(long bytes) {
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i).bytes() == bytes) {
                return i;
            }
        }
        return 0;
    }

    private String aimWords(MemoryWorth worth) {
        String have = "you have " + Formats.bytes(today);
        long needed = worth.needed(AIM).orElse(-1);
        if (needed < 0) {
            return "No size brings 95 %: too many inputs come only once; " + have;
        }
        return "For 95 % you need " + Formats.bytes(needed) + ", " + have;
    }

    private static String words(Need need) {
        Long bytes = need.bytes();
        return Math.round(need.percent()) + " % " + (bytes == null ? "no size" : Formats.bytes(bytes).toString());
    }

    private void draw() {
        chart.show(sizes.stream().map(size -> new Point(size.bytes(), 100 - size.percent())).toList(), today, chosen);
        Size picked = sizes.get(place(chosen));
        double now = sizes.get(place(today)).percent();
        whatIf.value(Formats.bytes(chosen) + ", hits " + Math.round(now) + " → " + Math.round(picked.percent()) + " %");
        allow();
    }

    private void allow() {
        apply.unavailable(!away.isEmpty() ? away : chosen == today ? "It has this size" : null);
    }
}
