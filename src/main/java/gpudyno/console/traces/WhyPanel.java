package gpudyno.console.traces;

import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.trace.OpenedTrace;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.TraceList;
import gpudyno.model.trace.Typical;
import gpudyno.model.trace.WhySlow;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Why a request took longer than ordinary ones: the excess of each stage, the causes and what can be done, and how many others share the
/// first cause.
final class WhyPanel extends VBox {
    private static final double CARD = 230;

    private final Panel panel = new Panel("Why slow");
    private final Consumer<Remedy> act;
    private final Consumer<Stage> showAlike;

    /// @param act follows the link of a cause
    /// @param showAlike lists the slow requests that a stage explains
    WhyPanel(Consumer<Remedy> act, Consumer<Stage> showAlike) {
        this.act = act;
        this.showAlike = showAlike;
        VBox.setVgrow(panel, Priority.ALWAYS);
        getChildren().add(panel);
        none("The excess over ordinary requests is shown here, stage by stage.");
    }

    void none(String sentence) {
        panel.title("Why slow");
        panel.subtitle("").trailing().flush(new EmptyState(sentence));
    }

    /// @param found the list the request was chosen from
    void show(OpenedTrace opened, TraceList found) {
        WhySlow why = opened.why();
        Typical typical = opened.trace().typical();
        if (why == null || typical == null) {
            none("There is nothing to compare with: fewer than 30 ordinary requests had come before this one.");
            return;
        }
        panel.title(why.causes().isEmpty() ? "Compared with ordinary requests" : "Why slow");
        panel.subtitle("against " + Formats.count(typical.requests()) + " ordinary requests, sampled over 15 min");
        panel.trailing(verdict(why));
        VBox content = new VBox(table(why));
        if (!why.causes().isEmpty()) {
            content.getChildren().addAll(causes(opened, why), alike(why.causes().getFirst(), found));
        }
        panel.flush(content);
    }

    private static Node verdict(WhySlow why) {
        if (why.causes().isEmpty()) {
            return new Chip(Status.SUCCESS, "Nothing stands out").dot();
        }
        String words = String.join(" and ", why.causes().stream().limit(2)
                .map(stage -> stage.title() + ", " + percent(share(why, stage))).toList());
        return new Chip(Status.WARNING, words).dot();
    }

    private static double share(WhySlow why, Stage stage) {
        return why.parts().stream().filter(part -> part.stage() == stage).mapToDouble(WhySlow.Part::share).findFirst().orElse(0);
    }

    private static String percent(double share) {
        return share < 0.01 ? "< 1 %" : Math.round(share * 100) + " %";
    }

    private static GridPane table(WhySlow why) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("why-table");
        double[] widths = {128, 70, 70, 112, 78, -1, 58};
        for (double width : widths) {
            ColumnConstraints column = new ColumnConstraints();
            if (width < 0) {
                column.setHgrow(Priority.ALWAYS);
                column.setMinWidth(40);
            } else {
                column.setMinWidth(width);
                column.setPrefWidth(width);
            }
            grid.getColumnConstraints().add(column);
        }
        String[] heads = {"Stage", "This", "Typical", "p5 – p95", "Excess", "Share of the " + Waterfall.ms(why.excess()) + " excess", ""};
        for (int i = 0; i < heads.length; i++) {
            add(grid, i, 0, Labels.caption(heads[i]), i > 0 && i < 5);
        }
        int row = 1;
        for (WhySlow.Part part : why.parts()) {
            boolean cause = why.causes().contains(part.stage());
            add(grid, 0, row, name(part.stage()), false);
            add(grid, 1, row, marked(bare(part.millis()), cause), true);
            add(grid, 2, row, Labels.plain(bare(part.typical().p50())), true);
            add(grid, 3, row, Labels.muted(bare(part.typical().p5()) + " – " + bare(part.typical().p95())), true);
            add(grid, 4, row, Labels.plain((part.excess() > 0 ? "+" : "") + Formats.number(part.excess(), decimals(part.excess()))), true);
            MeterBar bar = new MeterBar(part.share(), cause ? Status.WARNING : Status.NEUTRAL).thick();
            bar.setMaxWidth(Double.MAX_VALUE);
            add(grid, 5, row, bar, false);
            add(grid, 6, row, cause ? Labels.strong(percent(part.share())) : Labels.muted(percent(part.share())), true);
            row++;
        }
        return grid;
    }

    private static String bare(double millis) {
        return Formats.number(millis, decimals(millis));
    }

    private static int decimals(double millis) {
        double size = Math.abs(millis);
        return size >= 100 ? 0 : size >= 1 ? 1 : size == 0 ? 0 : 2;
    }

    private static Node name(Stage stage) {
        return StageWords.series(stage).<Node>map(color -> new LegendEntry(LegendEntry.Mark.SQUARE, color, stage.title()))
                .orElseGet(() -> LegendEntry.neutral(LegendEntry.Mark.SQUARE, stage.title()));
    }

    private static Label marked(String text, boolean cause) {
        Label label = cause ? Labels.strong(text) : Labels.plain(text);
        if (cause) {
            label.getStyleClass().add("danger-text");
        }
        return label;
    }

    private static void add(GridPane grid, int column, int row, Node node, boolean right) {
        HBox cell = new HBox(node);
        cell.setAlignment(right ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        cell.getStyleClass().add("why-cell");
        if (node instanceof MeterBar) {
            HBox.setHgrow(node, Priority.ALWAYS);
        }
        GridPane.setHalignment(cell, right ? HPos.RIGHT : HPos.LEFT);
        grid.add(cell, column, row);
    }

    private HBox causes(OpenedTrace opened, WhySlow why) {
        HBox row = new HBox();
        row.getStyleClass().add("why-causes");
        List<Remedy> remedies = why.parts().stream().filter(part -> why.causes().contains(part.stage()))
                .map(part -> Remedy.of(opened.trace(), part)).toList();
        for (Remedy remedy : remedies) {
            Label title = Labels.title(remedy.title());
            title.setWrapText(true);
            HBox head = new HBox(6, Icons.of(remedy.icon(), 14, Status.WARNING), title);
            head.setAlignment(Pos.CENTER_LEFT);
            Label sentence = Labels.muted(remedy.sentence());
            sentence.setWrapText(true);
            Region gap = new Region();
            VBox.setVgrow(gap, Priority.ALWAYS);
            VBox card = new VBox(6, head, sentence, gap, Buttons.link(remedy.action(), () -> act.accept(remedy)).small());
            card.getStyleClass().add("why-cause");
            card.setMinWidth(0);
            card.setPrefWidth(CARD);
            HBox.setHgrow(card, Priority.ALWAYS);
            row.getChildren().add(card);
        }
        row.setMinHeight(USE_PREF_SIZE);
        return row;
    }

    private HBox alike(Stage first, TraceList found) {
        int slow = found.slow().values().stream().mapToInt(Integer::intValue).sum();
        int same = found.slow().getOrDefault(first, 0);
        Label words = Labels.caption(slow == 0
                ? "No other slow trace is kept in this time."
                : Formats.count(same) + " of " + Formats.count(slow) + " slow traces of this time have the same first cause");
        HBox row = new HBox(8, words, Labels.spacer());
        if (same > 0) {
            row.getChildren().add(Buttons.link("Show them", () -> showAlike.accept(first)).small());
        }
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("trace-foot");
        return row;
    }
}
