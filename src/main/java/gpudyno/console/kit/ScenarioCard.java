package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.SVGPath;

/// A load's shape to choose, as a small drawing over its name. Put all in one toggle group.
public final class ScenarioCard extends ToggleButton {
    /// The nine shapes; each drawn in a box of 18 by 14.
    public enum Shape {
        CONSTANT("Constant", "M2 7H16"),
        POISSON("Poisson", "M2 9L4 6L5.5 10L7 4L8.5 11L10 5L11.5 9L13 6L14.5 10L16 7"),
        RAMP("Ramp", "M2 12L16 2"),
        STEP("Step", "M2 12H6V8.5H10V5H14V2H16"),
        SPIKE("Spike", "M2 12H6.5L9 1L11.5 12H16"),
        SOAK("Soak", "M2 12H3.5L6 2.5H12L14.5 12H16"),
        CLOSED_LOOP("Closed loop", "M14.5 7A5.5 5.5 0 1 1 12.6 2.8M14.8 1V4.2H11.6"),
        TRACE_REPLAY("Trace replay", "M3 1V13H16M5 10L8 6L10.5 8L15 2.5"),
        FIND_MAX("Find max", "M3 1.5H15M9 13V4.5M5.5 8L9 4.5L12.5 8");

        private final String words;
        private final String path;

        Shape(String words, String path) {
            this.words = words;
            this.path = path;
        }
    }

    public ScenarioCard(Shape shape) {
        getStyleClass().setAll("scenario-card");
        // One width for all nine, whatever their names, so that a grid keeps even columns.
        setMinWidth(80);
        setPrefWidth(92);
        setMaxWidth(Double.MAX_VALUE);
        SVGPath drawing = new SVGPath();
        drawing.setContent(shape.path);
        drawing.getStyleClass().add("scenario-shape");
        StackPane box = new StackPane(drawing);
        box.setMinHeight(15);
        box.setPrefHeight(15);
        Label words = Labels.styled(shape.words, "scenario-name");
        VBox content = new VBox(2, box, words);
        content.setAlignment(Pos.CENTER);
        setGraphic(content);
        setAccessibleText(shape.words);
        setUserData(shape);
    }

    public Shape shape() {
        return (Shape) getUserData();
    }

    /// A scenario stays chosen when pressed again.
    @Override
    public void fire() {
        if (!isSelected()) {
            super.fire();
        }
    }
}
