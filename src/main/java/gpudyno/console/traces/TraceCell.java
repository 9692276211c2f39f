package gpudyno.console.traces;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Status;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.TraceSummary;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.DoubleSupplier;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// A request in the list: why it was kept, its id and what it asked for, the stage that explains its time, and how long it took beside the
/// bound of slow ones.
final class TraceCell extends ListCell<TraceSummary> {
    static final double HEIGHT = 44;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final double TIME_WIDTH = 170;

    private final DoubleSupplier slow;
    private final StackPane icon = new StackPane();
    private final Label id = Labels.mono("");
    private final Label line = Labels.plain("");
    private final Label time = Labels.caption("");
    private final StackPane stage = new StackPane();
    private final Label millis = Labels.strong("");
    private final MeterBar bar = new MeterBar();
    private final HBox row;

    /// @param slow milliseconds from which requests count as slow
    TraceCell(DoubleSupplier slow) {
        this.slow = slow;
        getStyleClass().add("trace-cell");
        id.setMinWidth(USE_PREF_SIZE);
        millis.setMinWidth(64);
        millis.setAlignment(Pos.CENTER_RIGHT);
        HBox first = new HBox(8, id, line, Labels.spacer(), stage, millis);
        first.setAlignment(Pos.CENTER_LEFT);
        line.setMinWidth(20);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.tick(0.5);
        HBox.setHgrow(bar, Priority.ALWAYS);
        time.setMinWidth(TIME_WIDTH);
        HBox second = new HBox(8, time, bar);
        second.setAlignment(Pos.CENTER_LEFT);
        VBox lines = new VBox(2, first, second);
        lines.setAlignment(Pos.CENTER_LEFT);
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        icon.setMinWidth(18);
        icon.setAlignment(Pos.TOP_CENTER);
        icon.setTranslateY(4);
        row = new HBox(8, icon, lines);
        row.setMinWidth(0);
        row.setPrefWidth(100);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable TraceSummary trace, boolean empty) {
        super.updateItem(trace, empty);
        if (empty || trace == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        boolean failed = trace.kept() == Kept.FAILED;
        icon.getChildren().setAll(Icons.of(icon(trace.kept()), 14, status(trace.kept())));
        id.setText(StageWords.shortId(trace.id()));
        line.setText(trace.line());
        mark(line, failed);
        time.setText(TIME.format(trace.at().atZone(ZoneId.systemDefault())));
        Chip chip = new Chip(failed ? Status.DANGER : StageWords.status(trace.stage()), trace.stage().title());
        stage.getChildren().setAll(StageWords.status(trace.stage()) == Status.NEUTRAL && !failed ? chip.outline() : chip);
        millis.setText(Waterfall.ms(trace.millis()));
        mark(millis, failed);
        bar.show(trace.millis() / (2 * slow.getAsDouble()), status(trace.kept()));
        setGraphic(row);
        setAccessibleText(StageWords.word(trace.kept()) + ", " + trace.line() + ", " + Waterfall.ms(trace.millis()) + ", "
                + trace.stage().title());
    }

    private static void mark(Label label, boolean failed) {
        label.getStyleClass().remove("danger-text");
        if (failed) {
            label.getStyleClass().add("danger-text");
        }
    }

    static Ikon icon(Kept kept) {
        return switch (kept) {
            case FAILED -> Feather.ALERT_CIRCLE;
            case SLOW -> Feather.ALERT_TRIANGLE;
            case ANOMALOUS -> Feather.ACTIVITY;
            case ORDINARY -> Feather.CHECK;
        };
    }

    static Status status(Kept kept) {
        return switch (kept) {
            case FAILED -> Status.DANGER;
            case SLOW -> Status.WARNING;
            case ANOMALOUS -> Status.ACCENT;
            case ORDINARY -> Status.SUCCESS;
        };
    }
}
