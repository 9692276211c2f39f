package gpudyno.console.gpu;

import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.WindowWidth;
import java.util.List;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The GPU page's panels: what is opened and which device, two rows of cards, charts and processes at the left, and at the right what can be
/// done and what is to be known. In a narrow window that column stands under the charts.
final class GpuLayout extends StackPane {
    private static final double GAP = 12;
    private static final double SIDE = 300;
    private static final double LARGE = 285;
    private static final double SMALL = 218;
    private static final double HIGH = 130;
    private static final double LOW = 126;

    private final Parts parts;

    /// @param head the range, the devices and the chosen one
    /// @param first cards of the first row, the second of which takes what room there is
    /// @param second cards of the second row
    /// @param charts panels with their heights
    record Parts(List<Region> head, List<Region> first, List<Region> second, List<Sized> charts, List<Region> side) {}

    /// @param grows whether it takes what height is left
    record Sized(Region region, double height, boolean grows) {}

    GpuLayout(Parts parts) {
        this.parts = parts;
        setMinSize(0, 0);
        WindowWidth.narrow(this).subscribe(this::arrange);
    }

    private void arrange(boolean narrow) {
        VBox charts = new VBox(GAP);
        for (Sized one : parts.charts) {
            one.region.setMinHeight(one.height);
            one.region.setPrefHeight(one.height);
            one.region.setMinWidth(0);
            VBox.setVgrow(one.region, one.grows ? Priority.ALWAYS : Priority.NEVER);
            charts.getChildren().add(one.region);
        }
        charts.setMinWidth(0);
        HBox.setHgrow(charts, Priority.ALWAYS);
        VBox page = new VBox(GAP);
        page.getChildren().addAll(parts.head);
        page.getChildren().addAll(first(), second());
        if (narrow) {
            page.getChildren().addAll(charts, under());
            VBox.setVgrow(charts, Priority.ALWAYS);
        } else {
            HBox low = new HBox(GAP, charts, column());
            VBox.setVgrow(low, Priority.ALWAYS);
            page.getChildren().add(low);
        }
        page.getStyleClass().add("page");
        getChildren().setAll(new PageScroll(page));
    }

    private HBox first() {
        HBox row = new HBox(GAP);
        for (int i = 0; i < parts.first.size(); i++) {
            Region card = parts.first.get(i);
            card.setPrefWidth(i == 1 ? 2 * LARGE : LARGE);
            HBox.setHgrow(card, i == 1 ? Priority.ALWAYS : Priority.SOMETIMES);
            card.setMaxWidth(i == 1 ? Double.MAX_VALUE : LARGE);
            card.setMinWidth(i == 1 ? 360 : 150);
            row.getChildren().add(card);
        }
        row.setMinHeight(HIGH);
        return row;
    }

    private HBox second() {
        HBox row = new HBox(GAP);
        for (Region card : parts.second) {
            card.setPrefWidth(SMALL);
            card.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(card, Priority.ALWAYS);
            row.getChildren().add(card);
        }
        row.setMinHeight(LOW);
        return row;
    }

    private VBox column() {
        VBox column = new VBox(GAP);
        for (Region panel : parts.side) {
            panel.setPrefWidth(SIDE);
            panel.setMinHeight(USE_PREF_SIZE);
            column.getChildren().add(panel);
        }
        VBox.setVgrow(parts.side.getLast(), Priority.SOMETIMES);
        column.setMinWidth(SIDE);
        column.setMaxWidth(SIDE);
        return column;
    }

    private HBox under() {
        HBox row = new HBox(GAP);
        for (Region panel : parts.side) {
            HBox.setHgrow(panel, Priority.ALWAYS);
            panel.setMinWidth(0);
            panel.setPrefWidth(100);
            panel.setMaxWidth(Double.MAX_VALUE);
            panel.setMinHeight(USE_PREF_SIZE);
            row.getChildren().add(panel);
        }
        row.setMinHeight(USE_PREF_SIZE);
        return row;
    }
}
