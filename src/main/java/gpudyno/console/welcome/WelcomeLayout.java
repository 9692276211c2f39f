package gpudyno.console.welcome;

import gpudyno.console.kit.PageScroll;
import gpudyno.console.kit.WindowWidth;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Two ways over a wide one, what was found beside them, the steps of a session at the foot. In a narrow window what was found stands under
/// the ways.
final class WelcomeLayout extends StackPane {
    private static final double GAP = 12;
    private static final double SIDE = 352;
    private static final double CARD = 380;

    private final Region head;
    private final Region tune;
    private final Region attach;
    private final Region servers;
    private final Region machine;
    private final Region steps;

    WelcomeLayout(Region head, Region tune, Region attach, Region servers, Region machine, Region steps) {
        this.head = head;
        this.tune = tune;
        this.attach = attach;
        this.servers = servers;
        this.machine = machine;
        this.steps = steps;
        setMinSize(0, 0);
        WindowWidth.narrow(this).subscribe(this::arrange);
    }

    private void arrange(boolean narrow) {
        HBox first = new HBox(GAP, share(tune), share(attach));
        first.setMinHeight(USE_PREF_SIZE);
        servers.setMinHeight(USE_PREF_SIZE);
        VBox ways = new VBox(GAP, first, servers);
        VBox.setVgrow(first, Priority.ALWAYS);
        VBox.setVgrow(servers, Priority.ALWAYS);
        ways.setMinWidth(0);
        HBox.setHgrow(ways, Priority.ALWAYS);
        machine.setMinHeight(USE_PREF_SIZE);
        machine.setMinWidth(narrow ? 0 : SIDE);
        machine.setPrefWidth(narrow ? USE_COMPUTED_SIZE : SIDE);
        machine.setMaxWidth(narrow ? Double.MAX_VALUE : SIDE);
        steps.setMinHeight(USE_PREF_SIZE);
        VBox page = narrow ? new VBox(GAP, head, ways, machine, steps) : new VBox(GAP, head, beside(ways), steps);
        page.getStyleClass().add("page");
        getChildren().setAll(new PageScroll(page));
    }

    private HBox beside(VBox ways) {
        HBox row = new HBox(GAP, ways, machine);
        VBox.setVgrow(row, Priority.ALWAYS);
        row.setMinHeight(USE_PREF_SIZE);
        return row;
    }

    private static Region share(Region part) {
        HBox.setHgrow(part, Priority.ALWAYS);
        part.setMinWidth(0);
        // About what it gets: a wrapped text says by it how high it is.
        part.setPrefWidth(CARD);
        part.setMaxWidth(Double.MAX_VALUE);
        return part;
    }
}
