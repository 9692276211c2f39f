package gpudyno.console.cache;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.KeyValueRow;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.model.cache.NearHits;
import gpudyno.model.cache.NearMode;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Answers to questions that mean nearly the same: their mode, and how often they would have been wrong.
final class NearPanel {
    private final Panel panel = new Panel("Near answers");
    private final SegmentedControl<NearMode> mode = new SegmentedControl<>(List.of(NearMode.values()), NearPanel::words, NearMode.OFF)
            .explain(NearPanel::meaning);
    private final Label verdict = Labels.body("");
    private final KeyValueRow asked = new KeyValueRow("Questions looked up", "");
    private final KeyValueRow served = new KeyValueRow("Near answers given", "");
    private final KeyValueRow kept = new KeyValueRow("Answers kept", "");
    private NearMode known = NearMode.OFF;

    /// @param turn asks to turn to another mode
    NearPanel(Consumer<NearMode> turn) {
        verdict.setWrapText(true);
        panel.content(new VBox(8, mode, verdict, asked, served, kept));
        mode.selected().subscribe(wanted -> {
            if (wanted != known) {
                turn.accept(wanted);
                // It shows what the node does, not what was asked for.
                mode.selected().set(known);
            }
        });
    }

    Panel panel() {
        return panel;
    }

    /// Whether there is anything to show.
    static boolean shows(NearHits near) {
        return !near.upstream().isEmpty() || near.mode() != NearMode.OFF;
    }

    void show(NearHits near) {
        known = near.mode();
        mode.selected().set(known);
        panel.subtitle("chat answers of " + (near.upstream().isEmpty() ? "no upstream" : near.upstream()) + ", cosine "
                + Formats.plain(near.cosine()) + " or more");
        verdict.setText(verdict(near));
        asked.value(Formats.count(near.asked()));
        served.value(Formats.count(near.served()));
        kept.value(Formats.count(near.entries()) + ", " + Formats.bytes(near.bytes()));
    }

    private static String verdict(NearHits near) {
        if (near.upstream().isEmpty()) {
            return "No chat requests pass through this node; start it with --upstream http://host:port.";
        }
        if (near.compared() == 0) {
            return switch (near.mode()) {
                case OFF -> "The shadow mode measures how often near answers would be wrong, and gives none.";
                case SHADOW -> "No question came yet that a near answer would have stood for.";
                case ON -> "How often they are wrong was not measured; the shadow mode does.";
            };
        }
        List<Double> interval = Objects.requireNonNull(near.wrongInterval());
        return "Would have answered " + Formats.count(near.compared()) + ", of these " + Formats.count(near.wrong()) + " wrong ("
                + Formats.percent(Objects.requireNonNull(near.wrongPercent())) + " %, 95 % interval " + Formats.percent(interval.getFirst())
                + " to " + Formats.percent(interval.getLast()) + " %).";
    }

    /// What a person is asked before the mode changes.
    static String question(NearMode mode) {
        return "Turn near answers to " + words(mode) + "?";
    }

    static String effect(NearMode mode) {
        return switch (mode) {
            case OFF -> "The answers kept are forgotten.";
            case SHADOW -> "Vectors of questions are computed, and nobody gets another answer than now.";
            case ON -> "Questions that mean nearly the same then get the same answer, which may be wrong for some of them.";
        };
    }

    static String done(NearMode mode) {
        return "Near answers: " + words(mode);
    }

    private static String words(NearMode mode) {
        return switch (mode) {
            case OFF -> "Off";
            case SHADOW -> "Shadow";
            case ON -> "On";
        };
    }

    private static String meaning(NearMode mode) {
        return switch (mode) {
            case OFF -> "Every question goes to the upstream; nothing is kept";
            case SHADOW -> "Every question goes to the upstream; near answers are compared with the real ones";
            case ON -> "Questions that mean nearly the same get the answer kept";
        };
    }
}
