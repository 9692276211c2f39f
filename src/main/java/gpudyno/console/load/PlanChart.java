package gpudyno.console.load;

import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.model.load.Scenario;
import java.time.Duration;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;

/// The rate that will be offered, drawn before anything is sent.
final class PlanChart extends VBox {
    private static final int POINTS = 240;
    private static final double HEIGHT = 64;

    private final Label expected = Labels.caption("");
    private final Label highest = Labels.caption("");
    private final Label end = Labels.caption("");
    private final Label unknown = Labels.caption("");
    private final Path area = new Path();
    private final Pane box = new Pane(area);
    private Scenario scenario = new Scenario.Constant(1, Duration.ofSeconds(1));

    PlanChart() {
        super(4);
        area.getStyleClass().add("plan-area");
        area.setManaged(false);
        box.getStyleClass().add("plan-box");
        box.setMinHeight(HEIGHT);
        box.setPrefHeight(HEIGHT);
        StackPane stack = new StackPane(box, unknown);
        box.widthProperty().subscribe(_ -> draw());
        box.heightProperty().subscribe(_ -> draw());
        getChildren().addAll(new HBox(Labels.caption("Planned arrivals"), Labels.spacer(), expected), stack,
                new HBox(Labels.caption("0:00"), Labels.spacer(), highest, Labels.spacer(), end));
    }

    void show(Scenario planned) {
        scenario = planned;
        boolean known = PlannedRate.isKnown(planned);
        expected.setText(known ? Formats.count(Math.round(PlannedRate.requests(planned))) + " requests" : "");
        end.setText(Formats.clock(planned.duration()));
        unknown.setText(known ? "" : switch (planned) {
            case Scenario.ClosedLoop loop -> loop.connections() + " connections, as fast as they are answered";
            case Scenario.FindMax _ -> "rates are probed; each for this long";
            default -> "as recorded in the trace";
        });
        highest.setText(known ? "up to " + Formats.number(highest()) + " req/s" : "");
        draw();
    }

    private double highest() {
        double most = 0;
        for (int i = 0; i <= POINTS; i++) {
            most = Math.max(most, PlannedRate.at(scenario, i / (double) POINTS));
        }
        return most;
    }

    private void draw() {
        area.getElements().clear();
        double width = box.getWidth() - 2;
        double height = box.getHeight() - 2;
        if (width <= 0 || height <= 6 || !PlannedRate.isKnown(scenario)) {
            return;
        }
        double scale = (height - 6) / Math.max(1e-9, highest());
        area.getElements().add(new MoveTo(1, height + 1));
        for (int i = 0; i <= POINTS; i++) {
            // The last point just before the end, where a spike or step still holds.
            double share = Math.min(i / (double) POINTS, 1 - 1e-9);
            area.getElements().add(new LineTo(1 + width * i / POINTS, 1 + height - scale * PlannedRate.at(scenario, share)));
        }
        area.getElements().addAll(new LineTo(1 + width, height + 1), new ClosePath());
    }
}
