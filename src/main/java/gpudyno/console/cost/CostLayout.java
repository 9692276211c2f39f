package gpudyno.console.cost;

import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.WindowWidth;
import java.util.List;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The figures in a row, and under them two rows of panels; in a narrow window one panel under the other.
final class CostLayout extends StackPane {
    private static final double GAP = 12;
    private static final double CARD = 88;
    private static final double UPPER = 290;
    private static final double LOWER = 372;
    private static final double WIDE = 560;
    private static final double SIDE = 274;

    private final List<Region> cards;
    private final List<Region> upper;
    private final List<Region> lower;

    /// @param upper the wide panel first, likewise `lower`
    CostLayout(List<Region> cards, List<Region> upper, List<Region> lower) {
        this.cards = List.copyOf(cards);
        this.upper = List.copyOf(upper);
        this.lower = List.copyOf(lower);
        setMinSize(0, 0);
        WindowWidth.narrow(this).subscribe(this::arrange);
    }

    private void arrange(boolean narrow) {
        VBox page = new VBox(GAP);
        page.getStyleClass().add("page");
        if (narrow) {
            page.getChildren().addAll(row(cards.subList(0, 3), CARD), row(cards.subList(3, 6), CARD));
            upper.forEach(panel -> page.getChildren().add(height(panel, UPPER)));
            lower.forEach(panel -> page.getChildren().add(height(panel, LOWER)));
        } else {
            Region first = panels(upper, UPPER);
            Region second = panels(lower, LOWER);
            VBox.setVgrow(first, Priority.ALWAYS);
            VBox.setVgrow(second, Priority.ALWAYS);
            page.getChildren().addAll(row(cards, CARD), first, second);
        }
        getChildren().setAll(new PageScroll(page));
    }

    private static Region row(List<Region> parts, double least) {
        HBox row = new HBox(GAP);
        parts.forEach(part -> {
            HBox.setHgrow(part, Priority.ALWAYS);
            part.setMinWidth(0);
            part.setPrefWidth(100);
            part.setMaxWidth(Double.MAX_VALUE);
            row.getChildren().add(part);
        });
        row.setMinHeight(least);
        return row;
    }

    private static Region panels(List<Region> parts, double least) {
        HBox row = new HBox(GAP);
        for (int i = 0; i < parts.size(); i++) {
            Region part = parts.get(i);
            HBox.setHgrow(part, Priority.ALWAYS);
            part.setMinWidth(0);
            part.setPrefWidth(i == 0 ? WIDE : SIDE);
            part.setMaxWidth(Double.MAX_VALUE);
            row.getChildren().add(part);
        }
        row.setMinHeight(least);
        return row;
    }

    private static Region height(Region panel, double height) {
        panel.setMinWidth(0);
        panel.setMaxWidth(Double.MAX_VALUE);
        panel.setMinHeight(height);
        return panel;
    }
}
