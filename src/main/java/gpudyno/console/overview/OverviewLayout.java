package gpudyno.console.overview;

import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.WindowWidth;
import java.util.List;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The Overview page's panels: the tiles over the charts and, beside these, what needs attention. In a narrow window that column stands under
/// the charts, side by side.
final class OverviewLayout extends StackPane {
    private static final double GAP = 12;
    private static final double SIDE = 300;
    private static final double CHART = 150;
    private static final double LOWER = 164;
    private static final double EVENTS = 130;

    private final Parts parts;

    /// @param side alerts, recommendations and events
    record Parts(Region tiles, Region latency, Region throughput, Region machine, Region queue, List<Region> side) {}

    OverviewLayout(Parts parts) {
        this.parts = parts;
        setMinSize(0, 0);
        WindowWidth.narrow(this).subscribe(this::arrange);
    }

    private void arrange(boolean narrow) {
        VBox charts = charts();
        VBox page = narrow ? new VBox(GAP, parts.tiles, charts, under()) : new VBox(GAP, parts.tiles, beside(charts));
        VBox.setVgrow(page.getChildren().get(1), Priority.ALWAYS);
        page.getStyleClass().add("page");
        getChildren().setAll(new PageScroll(page));
    }

    private VBox charts() {
        HBox lower = new HBox(GAP, share(parts.machine), share(parts.queue));
        // As high as its higher panel needs: a node with many GPUs has many lanes.
        parts.queue.setMinHeight(LOWER);
        lower.setPrefHeight(180);
        VBox charts = new VBox(GAP, height(parts.latency, CHART, 220), height(parts.throughput, CHART, 220), lower);
        charts.getChildren().forEach(part -> VBox.setVgrow(part, Priority.ALWAYS));
        charts.setMinWidth(0);
        HBox.setHgrow(charts, Priority.ALWAYS);
        return charts;
    }

    private HBox beside(VBox charts) {
        VBox column = new VBox(GAP);
        for (Region panel : parts.side) {
            HBox.setHgrow(panel, Priority.NEVER);
            panel.setPrefWidth(SIDE);
            panel.setMinHeight(USE_PREF_SIZE);
            column.getChildren().add(panel);
        }
        Region events = parts.side.getLast();
        events.setMinHeight(EVENTS);
        VBox.setVgrow(events, Priority.ALWAYS);
        column.setMinWidth(SIDE);
        column.setMaxWidth(SIDE);
        return new HBox(GAP, charts, column);
    }

    private HBox under() {
        HBox row = new HBox(GAP);
        for (Region panel : parts.side) {
            panel.setMinHeight(USE_PREF_SIZE);
            row.getChildren().add(share(panel));
        }
        parts.side.getLast().setMinHeight(EVENTS);
        row.setMinHeight(USE_PREF_SIZE);
        return row;
    }

    private static Region share(Region panel) {
        HBox.setHgrow(panel, Priority.ALWAYS);
        panel.setMinWidth(0);
        panel.setPrefWidth(100);
        panel.setMaxWidth(Double.MAX_VALUE);
        return panel;
    }

    private static Region height(Region part, double least, double usual) {
        part.setMinHeight(least);
        part.setPrefHeight(usual);
        return part;
    }
}
