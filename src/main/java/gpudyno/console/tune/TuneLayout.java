package gpudyno.console.tune;

import gpudyno.console.kit.PageScroll;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The Tune page's panels: three columns in a wide window, and in a narrow one two rows more, which the page scrolls to. Charts and the trial
/// log take what room there is; forms and tables keep the width their words need.
final class TuneLayout extends StackPane {
    private static final double GAP = 12;
    private static final double FORM = 320;
    private static final double COMPARISON = 474;
    private static final double DETAILS = 300;
    private static final double KNOBS = 180;
    /// Below it the scatter would have less than its 280 px beside form and comparison.
    private static final double WIDE = FORM + COMPARISON + 280 + 2 * GAP;

    private final Parts parts;
    private boolean arranged;
    private boolean wide;

    record Parts(Region form, Region knobs, Region scatter, Region log, Region comparison, Region details) {}

    TuneLayout(Parts parts) {
        this.parts = parts;
        setMinSize(0, 0);
        widthProperty().subscribe(width -> arrange(width.doubleValue() - 32 >= WIDE));
    }

    private void arrange(boolean nowWide) {
        if (arranged && wide == nowWide) {
            return;
        }
        arranged = true;
        wide = nowWide;
        getChildren().setAll(wide ? wide() : folded());
    }

    private Node wide() {
        VBox left = column(keepHeight(fixed(parts.form, FORM)), grow(fixed(parts.knobs, FORM)));
        left.setMinWidth(FORM);
        // In a low window the page scrolls, and some knobs stay in view.
        parts.knobs.setPrefHeight(KNOBS);
        left.setMinHeight(Region.USE_PREF_SIZE);
        HBox top = row(grow(free(parts.scatter)), fixed(parts.comparison, COMPARISON));
        HBox bottom = row(grow(free(parts.log)), fixed(parts.details, DETAILS));
        VBox rest = column(keepHeight(top), grow(bottom));
        HBox page = row(left, grow(rest));
        page.getStyleClass().add("page");
        return new PageScroll(page);
    }

    private Node folded() {
        parts.scatter.setPrefHeight(380);
        parts.knobs.setPrefHeight(420);
        VBox page = column(row(fixed(parts.form, FORM), grow(free(parts.scatter))),
                row(fixed(parts.comparison, COMPARISON), grow(fixed(parts.details, DETAILS))),
                row(fixed(parts.knobs, FORM), grow(free(parts.log))));
        page.getStyleClass().add("page");
        page.setMinHeight(Region.USE_PREF_SIZE);
        return new PageScroll(page);
    }

    private static HBox row(Node... nodes) {
        HBox row = new HBox(GAP, nodes);
        row.setMinWidth(0);
        return row;
    }

    private static VBox column(Node... nodes) {
        VBox column = new VBox(GAP, nodes);
        column.setMinSize(0, 0);
        return column;
    }

    private static <R extends Region> R grow(R region) {
        HBox.setHgrow(region, Priority.ALWAYS);
        VBox.setVgrow(region, Priority.ALWAYS);
        return region;
    }

    private static <R extends Region> R keepHeight(R region) {
        region.setMinHeight(Region.USE_PREF_SIZE);
        VBox.setVgrow(region, Priority.NEVER);
        return region;
    }

    private static Region fixed(Region region, double width) {
        HBox.setHgrow(region, Priority.NEVER);
        VBox.setVgrow(region, Priority.NEVER);
        region.setMinWidth(width);
        region.setPrefWidth(width);
        region.setMaxWidth(Double.MAX_VALUE);
        return region;
    }

    private static Region free(Region region) {
        region.setMinWidth(0);
        region.setPrefWidth(100);
        return region;
    }
}
