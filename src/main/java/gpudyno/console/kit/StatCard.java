package gpudyno.console.kit;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// One figure of many nodes: its name, a chip with the verdict, a large value beside its course, and a line of what belongs to it.
public final class StatCard extends VBox {
    private final Label note = Labels.muted("");
    private final Chip chip = new Chip(Status.NEUTRAL, "");
    private final Label number = Labels.styled(Formats.NONE, "meter-value");
    private final Label unit = Labels.styled("", "unit");
    private final Sparkline course = new Sparkline(60, 30);
    private final Label foot = Labels.muted("");
    private final String title;

    /// What a chip says.
    public record Verdict(Status status, String words) {}

    public StatCard(String title) {
        super(4);
        this.title = title;
        getStyleClass().addAll("panel", "stat-card");
        setMinWidth(0);
        Label name = Labels.muted(title);
        name.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(6, name, Labels.spacer(), note, chip);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setMinHeight(20);
        number.setMinWidth(USE_PREF_SIZE);
        unit.setMinWidth(USE_PREF_SIZE);
        HBox value = new HBox(4, number, unit);
        value.setAlignment(Pos.BASELINE_LEFT);
        HBox middle = new HBox(8, value, Labels.spacer(), course);
        middle.setAlignment(Pos.CENTER_LEFT);
        middle.setMinHeight(32);
        getChildren().addAll(head, middle, foot);
        show(course, false);
        verdict(Optional.empty());
    }

    /// @param beside what stands at the title's right, such as what is the most; may be empty
    public void show(Formats.Quantity value, String beside, String below) {
        FxThread.require();
        number.setText(value.number());
        unit.setText(value.unit());
        note.setText(beside);
        foot.setText(below);
        setAccessibleText(title + " " + value + (beside.isEmpty() ? "" : ", " + beside) + ", " + below);
    }

    public void verdict(Optional<Verdict> now) {
        show(chip, now.isPresent());
        now.ifPresent(told -> chip.dot().show(told.status, told.words));
    }

    /// @param values evenly spaced, oldest first; NaN where nothing is known
    public void course(double[] values, Status status) {
        show(course, true);
        course.show(values, status);
    }

    private static void show(javafx.scene.Node node, boolean now) {
        node.setVisible(now);
        node.setManaged(now);
    }
}
