package gpudyno.console.cache;

import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.WindowWidth;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Rows of panels; in a narrow window the tiers and the policy side by side and the others one under the other.
final class CacheLayout extends StackPane {
    private static final double GAP = 12;
    private static final double TOP = 218;
    private static final double MIDDLE = 262;
    private static final double LOWER = 310;
    private static final double FURTHER = 230;
    private static final double TIER = 236;

    private final List<Region> tiers;
    private final Region ratio;
    private final Region policy;
    private final List<Region> middle;
    private final List<Region> lower;
    private final List<Region> further = new ArrayList<>();
    private boolean narrowly;

    /// @param middle the wide panel first, likewise `lower`
    CacheLayout(List<Region> tiers, Region ratio, Region policy, List<Region> middle, List<Region> lower) {
        this.tiers = List.copyOf(tiers);
        this.ratio = ratio;
        this.policy = policy;
        this.middle = List.copyOf(middle);
        this.lower = List.copyOf(lower);
        setMinSize(0, 0);
        WindowWidth.narrow(this).subscribe(this::arrange);
    }

    /// Panels below all others, the wide one first; those of parts of the cache that not every node has.
    void further(List<Region> panels) {
        if (!further.equals(panels)) {
            further.clear();
            further.addAll(panels);
            arrange(narrowly);
        }
    }

    private void arrange(boolean narrow) {
        narrowly = narrow;
        VBox page = new VBox(GAP);
        page.getStyleClass().add("page");
        if (narrow) {
            page.getChildren().addAll(row(TOP, List.of(tiers.getFirst(), tiers.getLast(), policy), List.of(1.0, 1.0, 1.2)),
                    row(TOP, List.of(ratio), List.of(1.0)));
            middle.forEach(panel -> page.getChildren().add(row(MIDDLE, List.of(panel), List.of(1.0))));
            lower.forEach(panel -> page.getChildren().add(row(LOWER, List.of(panel), List.of(1.0))));
        } else {
            Region second = row(MIDDLE, middle, List.of(2.0, 1.0));
            Region third = row(LOWER, lower, List.of(2.0, 1.0));
            VBox.setVgrow(second, Priority.ALWAYS);
            VBox.setVgrow(third, Priority.ALWAYS);
            Region first = row(TOP, List.of(tiers.getFirst(), tiers.getLast(), ratio, policy), List.of(1.0, 1.0, 1.7, 1.2));
            page.getChildren().addAll(first, second, third);
        }
        if (narrow || further.size() == 1) {
            further.forEach(panel -> page.getChildren().add(row(FURTHER, List.of(panel), List.of(1.0))));
        } else if (!further.isEmpty()) {
            page.getChildren().add(row(FURTHER, further, List.of(2.0, 1.0)));
        }
        getChildren().setAll(new PageScroll(page));
    }

    private static Region row(double least, List<Region> parts, List<Double> widths) {
        HBox row = new HBox(GAP);
        for (int i = 0; i < parts.size(); i++) {
            Region part = parts.get(i);
            HBox.setHgrow(part, Priority.ALWAYS);
            part.setMinWidth(0);
            part.setPrefWidth(TIER * widths.get(i));
            part.setMaxWidth(Double.MAX_VALUE);
            row.getChildren().add(part);
        }
        row.setMinHeight(least);
        row.setPrefHeight(least);
        return row;
    }
}
