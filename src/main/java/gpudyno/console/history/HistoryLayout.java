package gpudyno.console.history;

import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.WindowWidth;
import java.util.List;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The time line over a row of panels; in a narrow window one under the other.
final class HistoryLayout extends StackPane {
    private static final double GAP = 12;
    private static final double LINE = 370;
    private static final double LOWER = 330;
    private static final double[] WIDTHS = {400, 400, 350};

    private final Region line;
    private final List<Region> lower;

    HistoryLayout(Region line, List<Region> lower) {
        this.line = line;
        this.lower = List.copyOf(lower);
        line.setMinHeight(LINE);
        setMinSize(0, 0);
        WindowWidth.narrow(this).subscribe(this::arrange);
    }

    private void arrange(boolean narrow) {
        VBox page = new VBox(GAP, line);
        page.getStyleClass().add("page");
        if (narrow) {
            lower.forEach(panel -> {
                panel.setMinHeight(LOWER);
                page.getChildren().add(panel);
            });
        } else {
            HBox row = new HBox(GAP);
            for (int i = 0; i < lower.size(); i++) {
                Region panel = lower.get(i);
                panel.setMinWidth(0);
                panel.setPrefWidth(WIDTHS[i]);
                HBox.setHgrow(panel, Priority.ALWAYS);
                row.getChildren().add(panel);
            }
            row.setMinHeight(LOWER);
            VBox.setVgrow(row, Priority.ALWAYS);
            page.getChildren().add(row);
        }
        getChildren().setAll(new PageScroll(page));
    }
}
