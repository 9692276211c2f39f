package gpudyno.console.kit;

import javafx.animation.Animation;
import javafx.animation.Interpolator;
import javafx.animation.RotateTransition;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Arc;
import javafx.scene.shape.ArcType;
import javafx.util.Duration;

/// Something is being done. Turns only while it is in a scene.
final class Spinner extends StackPane {
    Spinner() {
        getStyleClass().add("busy-spinner");
        Arc arc = new Arc(0, 0, 5.5, 5.5, 90, -270);
        arc.setType(ArcType.OPEN);
        arc.getStyleClass().add("spinner-arc");
        getChildren().add(arc);
        setAccessibleText("working");
        RotateTransition turn = new RotateTransition(Duration.seconds(1), this);
        turn.setByAngle(360);
        turn.setInterpolator(Interpolator.LINEAR);
        turn.setCycleCount(Animation.INDEFINITE);
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                turn.stop();
            } else {
                turn.play();
            }
        });
    }
}
