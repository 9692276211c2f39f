package gpudyno.console.traces;

import gpudyno.console.kit.Icons;
import gpudyno.console.kit.SegmentedControl;
import gpudyno.console.kit.Tag;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.TraceQuery;
import gpudyno.model.trace.TraceSummary;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Which traces the list shows, and in which order.
final class Filters extends VBox {
    private static final String RUN = "run:";
    /// Traces of a run are looked for as far back as they are kept at all.
    private static final java.time.Duration FAR = java.time.Duration.ofDays(365);
    private static final java.time.Duration AROUND = java.time.Duration.ofSeconds(15);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final String ANY_STAGE = "Any stage";
    private static final List<String> BOUNDS = List.of("any duration", "over 10 ms", "over 100 ms", "over 500 ms", "over 1 s", "over 5 s");
    private static final double[] MILLIS = {0, 10, 100, 500, 1000, 5000};
    private static final String NEWEST = "newest first";
    private static final String SLOWEST = "slowest first";

    private final SegmentedControl<Optional<Kept>> kind;
    private final ComboBox<String> bound = new ComboBox<>(FXCollections.observableArrayList(BOUNDS));
    private final ComboBox<String> stage = new ComboBox<>();
    private final ComboBox<String> order = new ComboBox<>(FXCollections.observableArrayList(NEWEST, SLOWEST));
    private final TextField text = new TextField();
    private final HBox second = new HBox(8);
    private final PauseTransition typed = new PauseTransition(Duration.millis(300));
    private Optional<Instant[]> period = Optional.empty();
    private final Runnable changed;

    /// @param changed after anything was chosen
    Filters(Runnable changed) {
        super(8);
        this.changed = changed;
        getStyleClass().add("trace-filters");
        List<Optional<Kept>> kinds = new ArrayList<>(List.of(Optional.empty()));
        Arrays.stream(new Kept[]{Kept.SLOW, Kept.FAILED, Kept.ANOMALOUS}).map(Optional::of).forEach(kinds::add);
        kind = new SegmentedControl<>(kinds, one -> one.map(StageWords::word).orElse("All"), Optional.empty());
        bound.setValue(BOUNDS.getFirst());
        bound.setAccessibleText("Duration");
        stage.getItems().add(ANY_STAGE);
        stage.getItems().addAll(Arrays.stream(Stage.values()).map(Stage::title).toList());
        stage.setValue(ANY_STAGE);
        stage.setAccessibleText("Stage that explains most of the time");
        order.setValue(NEWEST);
        order.setAccessibleText("Order");
        text.setPromptText("Trace id, words, run:7, attribute=value");
        text.setAccessibleText("Search traces");
        text.getStyleClass().add("bare-field");
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox field = new HBox(6, Icons.of(Feather.SEARCH, 14), text);
        field.setAlignment(Pos.CENTER_LEFT);
        field.getStyleClass().add("field-box");
        HBox.setHgrow(field, Priority.ALWAYS);
        second.getChildren().add(field);
        second.setAlignment(Pos.CENTER_LEFT);
        bound.setMinWidth(0);
        stage.setMinWidth(0);
        order.setMinWidth(0);
        HBox menus = new HBox(8, bound, stage, order);
        for (ComboBox<?> menu : List.of(bound, stage, order)) {
            menu.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(menu, Priority.ALWAYS);
        }
        getChildren().addAll(new HBox(8, kind), menus, second);
        kind.selected().addListener((_, _, _) -> changed.run());
        for (ComboBox<String> menu : List.of(bound, stage, order)) {
            menu.valueProperty().addListener((_, _, _) -> changed.run());
        }
        typed.setOnFinished(_ -> changed.run());
        text.textProperty().addListener((_, _, _) -> typed.playFromStart());
    }

    /// @param from of the window's range of time, where nothing narrower is chosen
    TraceQuery query(Instant from, Instant to) {
        String words = text.getText().strip();
        boolean run = words.startsWith(RUN);
        Instant first = period.map(chosen -> chosen[0]).orElse(run ? to.minus(FAR) : from);
        return new TraceQuery(first, period.map(chosen -> chosen[1]).orElse(to), kind.selected().get().orElse(null), stage(),
                MILLIS[BOUNDS.indexOf(bound.getValue())],
                words.substring(0, Math.min(words.length(), TraceQuery.LONGEST_TEXT)), TraceQuery.MOST);
    }

    private @Nullable Stage stage() {
        return Arrays.stream(Stage.values()).filter(one -> one.title().equals(stage.getValue())).findFirst().orElse(null);
    }

    Comparator<TraceSummary> order() {
        return Objects.equals(order.getValue(), SLOWEST)
                ? Comparator.comparingDouble(TraceSummary::millis).reversed()
                : Comparator.comparing(TraceSummary::at).reversed();
    }

    /// Shows the slowest requests of a load run.
    void run(String search) {
        kind.selected().set(Optional.empty());
        stage.setValue(ANY_STAGE);
        bound.setValue(BOUNDS.getFirst());
        order.setValue(SLOWEST);
        text.setText(search);
    }

    /// Shows the slow ones that a stage explains.
    void slowBy(Stage which) {
        kind.selected().set(Optional.of(Kept.SLOW));
        stage.setValue(which.title());
    }

    /// Shows the slowest requests around an instant.
    void around(Instant at) {
        order.setValue(SLOWEST);
        period = Optional.of(new Instant[]{at.minus(AROUND), at.plus(AROUND)});
        String words = "around " + TIME.format(at.atZone(ZoneId.systemDefault()));
        second.getChildren().setAll(second.getChildren().getFirst(), new Tag(words).removable(this::widen));
        changed.run();
    }

    private void widen() {
        period = Optional.empty();
        second.getChildren().setAll(second.getChildren().getFirst());
        changed.run();
    }
}
