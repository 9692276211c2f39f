package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What loads the node now. Takes no room while nothing does.
public final class ActivityCard extends VBox {
    private final Label title = Labels.strong("");
    private final Label progress = Labels.caption("");
    private final Label line = Labels.caption("");
    private final MeterBar bar = new MeterBar();

    public ActivityCard() {
        super(8);
        getStyleClass().add("activity-card");
        HBox head = new HBox(8, title, Labels.spacer(), progress);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, bar, line);
        showIdle();
    }

    /// @param progress in words, such as `6:12 / 10:00`
    /// @param share done, 0 to 1
    /// @param line what runs, in one line
    public void show(String title, String progress, double share, String line) {
        FxThread.require();
        this.title.setText(title);
        this.progress.setText(progress);
        this.line.setText(line);
        bar.show(share, Status.ACCENT);
        setVisible(true);
        setManaged(true);
    }

    public void showIdle() {
        setVisible(false);
        setManaged(false);
    }
}
