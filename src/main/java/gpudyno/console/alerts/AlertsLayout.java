package gpudyno.console.alerts;

import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.WindowWidth;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The Alerts page's panels: what is active at the left, the rules beside it over the meters and the history. A narrow window has the meters
/// beside what is active, and the rules and the history under both.
final class AlertsLayout extends StackPane {
    private static final double GAP = 12;
    private static final double ACTIVE = 372;
    private static final double LOWER = 336;
    private static final double HISTORY = 300;
    private static final double LOW = 340;
    private static final double RULES = 264;
    private static final double PADDING = 32;
    private static final double WIDE = ACTIVE + LOWER + HISTORY + 2 * GAP + PADDING;

    private final Parts parts;
    private boolean arranged;
    private boolean wide;

    /// @param lower a meter or a rule
    record Parts(Region active, Region rules, Region lower, Region history) {}

    AlertsLayout(Parts parts) {
        this.parts = parts;
        setMinSize(0, 0);
        widthProperty().subscribe(this::arrange);
        WindowWidth.narrow(this).subscribe(_ -> arrange());
    }

    private void arrange() {
        boolean now = !WindowWidth.narrow(this).getValue() && getWidth() >= WIDE;
        if (arranged && wide == now) {
            return;
        }
        arranged = true;
        wide = now;
        Region page = wide ? wide() : folded();
        page.getStyleClass().add("page");
        getChildren().setAll(new PageScroll(page));
    }

    private Region wide() {
        HBox low = new HBox(GAP, grow(size(parts.lower, LOWER, LOWER, LOW)), size(parts.history, HISTORY, 384, LOW));
        low.setPrefHeight(LOW);
        VBox right = new VBox(GAP, grow(size(parts.rules, 0, 100, RULES)), low);
        VBox.setVgrow(low, Priority.SOMETIMES);
        low.setMinHeight(LOW);
        return new HBox(GAP, size(parts.active, ACTIVE, ACTIVE, LOW), grow(right));
    }

    private Region folded() {
        HBox top = new HBox(GAP, size(parts.active, ACTIVE, ACTIVE, LOW), grow(size(parts.lower, LOWER, LOWER, LOW)));
        top.setPrefHeight(LOW);
        VBox page = new VBox(GAP, top, size(parts.rules, 0, 100, RULES), size(parts.history, 0, 100, RULES));
        top.setMinHeight(LOW);
        VBox.setVgrow(top, Priority.ALWAYS);
        VBox.setVgrow(parts.rules, Priority.ALWAYS);
        VBox.setVgrow(parts.history, Priority.NEVER);
        return page;
    }

    private static <R extends Region> R grow(R region) {
        HBox.setHgrow(region, Priority.ALWAYS);
        VBox.setVgrow(region, Priority.ALWAYS);
        return region;
    }

    private static Region size(Region region, double least, double usual, double height) {
        HBox.setHgrow(region, Priority.NEVER);
        region.setMinWidth(least);
        region.setPrefWidth(usual);
        region.setMinHeight(height);
        region.setPrefHeight(height);
        return region;
    }
}
