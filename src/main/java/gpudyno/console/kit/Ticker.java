package gpudyno.console.kit;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Window;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Repeats an action while a node is in a window that is shown. A running [Timeline] is held by JavaFX itself: without this, the page of a
/// window that was closed would stay in memory and go on asking its node.
public final class Ticker {
    private final Timeline timeline;
    private Subscription window = Subscription.EMPTY;
    private Subscription showing = Subscription.EMPTY;
    private boolean started;
    private boolean inView;

    /// Does not start yet.
    public Ticker(Node node, Duration period, Runnable tick) {
        timeline = new Timeline(new KeyFrame(period, _ -> tick.run()));
        timeline.setCycleCount(Animation.INDEFINITE);
        node.sceneProperty().subscribe(this::inScene);
    }

    /// Listens step by step: a mapped value would leave its listener behind in the window.
    private void inScene(@Nullable Scene scene) {
        window.unsubscribe();
        window = Subscription.EMPTY;
        inWindow(null);
        if (scene != null) {
            window = scene.windowProperty().subscribe(this::inWindow);
        }
    }

    private void inWindow(@Nullable Window of) {
        showing.unsubscribe();
        showing = Subscription.EMPTY;
        shown(false);
        if (of != null) {
            showing = of.showingProperty().subscribe(this::shown);
        }
    }

    private void shown(boolean now) {
        inView = now;
        turn();
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
