package gpudyno.console.load;

import gpudyno.console.kit.PageScroll;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The Load page's panels: the form at the left, the run beside it, the runs before under both. Where the run has less room than two charts
/// need side by side, they stand under each other, and the page scrolls.
final class LoadLayout extends VBox {
    private static final double GAP = 12;
    private static final double FORM = 320;
    private static final double TWO_CHARTS = 600;
    private static final double CHARTS = 216;
    private static final double LOWER = 206;
    private static final double HISTORY = 158;

    private final StackPane upper = new StackPane();
    private final StackPane lower = new StackPane();
    private final Parts parts;
    private List<? extends Region> beside;
    private boolean wide = true;
    private double share = 0.42;

    record Parts(Region form, Region run, Region rates, Region heat, Region percentiles, Region errors, Region history) {}

    LoadLayout(Node banner, Parts parts) {
        this.parts = parts;
        beside = List.of(parts.errors);
        parts.run.setMinHeight(USE_PREF_SIZE);
        VBox right = new VBox(GAP, parts.run, upper, lower);
        VBox.setVgrow(upper, Priority.ALWAYS);
        VBox.setVgrow(lower, Priority.ALWAYS);
        HBox.setHgrow(right, Priority.ALWAYS);
        right.setMinWidth(0);
        parts.form.setMinWidth(FORM);
        parts.form.setPrefWidth(FORM);
        HBox top = new HBox(GAP, parts.form, right);
        top.setMinHeight(USE_PREF_SIZE);
        parts.history.setMinHeight(HISTORY);
        parts.history.setPrefHeight(HISTORY);
        VBox.setVgrow(parts.history, Priority.ALWAYS);
        VBox columns = new VBox(GAP, top, parts.history);
        columns.getStyleClass().add("page");
        PageScroll scroll = new PageScroll(columns);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(banner, scroll);
        right.widthProperty().subscribe(width -> {
            boolean now = width.doubleValue() == 0 || width.doubleValue() >= TWO_CHARTS;
            if (now != wide) {
                wide = now;
                arrange();
            }
        });
        arrange();
    }

    /// What stands beside the percentiles. A panel that asks for a width takes that much more than others.
    ///
    /// @param part of the width that one panel takes
    void beside(List<? extends Region> panels, double part) {
        if (!panels.equals(beside)) {
            share = part;
            beside = panels;
            arrange();
        }
    }

    private void arrange() {
        upper.getChildren().setAll(row(CHARTS, List.of(parts.rates, parts.heat)));
        HBox besides = new HBox(GAP);
        beside.forEach(panel -> {
            share(panel, panel.getPrefWidth() > 0 ? panel.getPrefWidth() : 100);
            besides.getChildren().add(panel);
        });
        besides.setMinWidth(0);
        besides.prefWidthProperty().bind(lower.widthProperty().multiply(wide ? share : 1));
        lower.getChildren().setAll(row(LOWER, List.of(parts.percentiles, besides)));
    }

    private Pane row(double height, List<? extends Region> regions) {
        if (wide) {
            HBox row = new HBox(GAP);
            row.getChildren().addAll(regions);
            regions.forEach(region -> {
                if (!(region instanceof HBox)) {
                    share(region, 100);
                }
            });
            row.setMinHeight(height);
            row.setPrefHeight(height);
            return row;
        }
        VBox column = new VBox(GAP);
        column.getChildren().addAll(regions);
        regions.forEach(region -> {
            region.setMinHeight(height);
            VBox.setVgrow(region, Priority.ALWAYS);
        });
        return column;
    }

    private static void share(Region region, double width) {
        HBox.setHgrow(region, Priority.ALWAYS);
        region.setMinWidth(0);
        region.setPrefWidth(width);
    }
}
