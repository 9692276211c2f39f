package gpudyno.console.kit;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Three muted bars where values will be; nothing for the first 300 ms, so that what is quick never flickers. They do not move.
public final class LoadingBars extends VBox {
    static final Duration PATIENCE = Duration.millis(300);

    public LoadingBars() {
        super(8);
        setAlignment(Pos.TOP_LEFT);
        getStyleClass().add("loading-bars");
        setAccessibleText("loading");
        for (double share : new double[]{0.6, 0.85, 0.4}) {
            Region bar = new Region();
            bar.getStyleClass().add("loading-bar");
            bar.setMinSize(0, 10);
            bar.maxWidthProperty().bind(widthProperty().multiply(share));
            bar.setPrefWidth(Double.MAX_VALUE);
            getChildren().add(bar);
        }
        setVisible(false);
        PauseTransition patience = new PauseTransition(PATIENCE);
        patience.setOnFinished(_ -> setVisible(true));
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                patience.stop();
            } else if (!isVisible()) {
                patience.playFromStart();
            }
        });
    }
}
