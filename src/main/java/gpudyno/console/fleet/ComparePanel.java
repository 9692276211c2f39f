package gpudyno.console.fleet;

import gpudyno.console.chart.Crosshair;
import gpudyno.console.chart.Line;
import gpudyno.console.chart.TimeChart;
import gpudyno.console.chart.TimePicture;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.LegendEntry;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.SeriesColor;
import gpudyno.console.kit.Status;
import gpudyno.model.fleet.FleetNode;
import java.util.Arrays;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Two nodes side by side: p95 over the range in one chart, figures, and the knobs that differ.
final class ComparePanel extends StackPane {
    private static final double FIGURES = 340;
    private static final double KNOBS = 320;

    private final Panel panel = new Panel("Compare");
    private final TimeChart chart = new TimeChart(new Crosshair());
    private final DataTable<Comparison.Figure> figures = new DataTable<Comparison.Figure>("Nothing is measured yet")
            .keyedBy(Comparison.Figure::title);
    private final DataTable<Comparison.Setting> knobs = new DataTable<Comparison.Setting>("No knob differs")
            .keyedBy(Comparison.Setting::id);
    private final TableColumn<Comparison.Setting, String> knobTitle = Columns.mono("Knobs that differ", Comparison.Setting::id);
    private final Node close;
    private String shown = "";

    ComparePanel(Runnable closed) {
        close = Buttons.bareIcon(Feather.X, "Close the comparison", closed);
        chart.setMinSize(0, 0);
        StackPane room = new StackPane(chart);
        room.setPadding(new Insets(6, 12, 6, 12));
        room.setMinWidth(0);
        room.setPrefWidth(FIGURES);
        HBox.setHgrow(room, Priority.ALWAYS);
        HBox body = new HBox(room, column(figures, FIGURES), column(knobs, KNOBS));
        panel.flush(body);
        getChildren().add(panel);
        figures.getStyleClass().add("tight");
        knobs.getStyleClass().add("tight");
    }

    private static VBox column(Region table, double width) {
        VBox column = new VBox(table);
        VBox.setVgrow(table, Priority.ALWAYS);
        column.setMinWidth(width * 0.9);
        column.setPrefWidth(width);
        return column;
    }

    /// @param end of the last part of the course, epoch milliseconds
    /// @param part length of a part in milliseconds
    void show(Comparison now, long end, long part) {
        FleetNode left = now.left();
        FleetNode right = now.right();
        String both = left.name() + " with " + right.name();
        if (!both.equals(shown)) {
            shown = both;
            figures.getColumns().setAll(List.of(Columns.text("Last minute", Comparison.Figure::title),
                    Columns.fixed(Columns.right(left.name(), Comparison.Figure::left, _ -> false), 68),
                    Columns.fixed(Columns.right(right.name(), Comparison.Figure::right, _ -> false), 68),
                    Columns.fixed(Columns.rightAligned(Columns.node("difference", ComparePanel::difference)), 84)));
            knobs.getColumns().setAll(List.of(knobTitle,
                    Columns.fixed(Columns.right(left.name(), Comparison.Setting::left, _ -> false), 72),
                    Columns.fixed(Columns.right(right.name(), Comparison.Setting::right, _ -> false), 72)));
        }
        knobTitle.setText("Knobs that differ, " + now.knobs().size() + " of " + now.common());
        panel.subtitle(both);
        panel.trailing(legend(LegendEntry.Mark.LINE, SeriesColor.FORECAST, left),
                legend(LegendEntry.Mark.DASHES, SeriesColor.RESERVED, right),
                close);
        chart.show(TimePicture.of(end - NodeCourse.POINTS * part, end, "ms", List.of(
                line(left, SeriesColor.FORECAST, Line.Style.LINE, end, part),
                line(right, SeriesColor.RESERVED, Line.Style.DASHED, end, part))));
        figures.show(now.figures());
        knobs.show(now.knobs());
    }

    private static LegendEntry legend(LegendEntry.Mark mark, SeriesColor color, FleetNode node) {
        return new LegendEntry(mark, color, node.name() + " p95")
                .value(Double.isNaN(node.p95()) ? "idle" : Formats.number(node.p95()) + " ms");
    }

    private static Line line(FleetNode node, SeriesColor color, Line.Style style, long end, long part) {
        int points = node.course().length;
        long[] times = new long[points];
        long[] lengths = new long[points];
        Arrays.fill(lengths, part);
        for (int i = 0; i < points; i++) {
            times[i] = end - (points - 1 - i) * part;
        }
        return new Line(node.name(), color, style, times, lengths, node.course());
    }

    private static Node difference(Comparison.Figure figure) {
        return figure.better() == 0
                ? Labels.muted(figure.difference())
                : new Chip(figure.better() > 0 ? Status.SUCCESS : Status.DANGER, figure.difference());
    }
}
