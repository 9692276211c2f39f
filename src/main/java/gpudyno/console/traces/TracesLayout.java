package gpudyno.console.traces;

import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.WindowWidth;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The list at the left, the chosen request and why it was slow at the right; in a narrow window one under the other.
final class TracesLayout extends StackPane {
    private static final double GAP = 12;
    private static final double LIST = 452;
    private static final double LIST_HEIGHT = 460;

    private final Region list;
    private final Region request;
    private final Region why;

    TracesLayout(Region list, Region request, Region why) {
        this.list = list;
        this.request = request;
        this.why = why;
        setMinSize(0, 0);
        WindowWidth.narrow(this).subscribe(this::arrange);
    }

    private void arrange(boolean narrow) {
        VBox right = new VBox(GAP, request, why);
        right.setMinWidth(0);
        VBox.setVgrow(why, Priority.ALWAYS);
        request.setMinHeight(USE_PREF_SIZE);
        why.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(right, Priority.ALWAYS);
        Region page;
        if (narrow) {
            list.setMinWidth(0);
            list.setMaxWidth(Double.MAX_VALUE);
            list.setMinHeight(LIST_HEIGHT);
            page = new VBox(GAP, list, right);
        } else {
            list.setMinWidth(LIST);
            list.setPrefWidth(LIST);
            list.setMaxWidth(LIST);
            list.setMinHeight(0);
            page = new HBox(GAP, list, right);
        }
        page.getStyleClass().add("page");
        getChildren().setAll(new PageScroll(page));
    }
}
