package gpudyno.console.kit;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;
import javafx.util.Duration;

/// Repeats an action while a node is in a window that is shown. A running [Timeline] is held by JavaFX itself: without this, the page of a
/// window that was closed would stay in memory and go on asking its node.
public final class Ticker {
    private final Timeline timeline;
    private boolean started;
    private boolean inView;

    /// Does not start yet.
    public Ticker(Node node, Duration period, Runnable tick) {
        timeline = new Timeline(new KeyFrame(period, _ -> tick.run()));
        timeline.setCycleCount(Animation.INDEFINITE);
        node.sceneProperty().flatMap(Scene::windowProperty).flatMap(Window::showingProperty).orElse(false).subscribe(showing -> {
            inView = showing;
            turn();
        });
    }

    public void start() {
        started = true;
        turn();
    }

    public void stop() {
        started = false;
        turn();
    }

    private void turn() {
        if (started && inView) {
            timeline.play();
        } else {
            timeline.stop();
        }
    }
}
