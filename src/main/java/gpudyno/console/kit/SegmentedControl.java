package gpudyno.console.kit;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// One of a few, side by side. Tab reaches the chosen one, the arrow keys choose.
public final class SegmentedControl<T> extends HBox {
    private final List<T> values;
    private final ObjectProperty<T> selected;

    /// @param words what a value is called
    public SegmentedControl(List<T> values, Function<T, String> words, T selected) {
        if (!values.contains(selected)) {
            throw new IllegalArgumentException(selected + " is not among " + values);
        }
        this.values = List.copyOf(values);
        this.selected = new SimpleObjectProperty<>(this, "selected", selected);
        getStyleClass().add("segmented");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        values.forEach(value -> getChildren().add(segment(value, words.apply(value))));
        addEventFilter(KeyEvent.KEY_PRESSED, this::walk);
    }

    public ObjectProperty<T> selected() {
        return selected;
    }

    /// Lets the segments share the width the control gets.
    public SegmentedControl<T> fill() {
        setMaxWidth(Double.MAX_VALUE);
        getChildren().forEach(segment -> HBox.setHgrow(segment, Priority.ALWAYS));
        return this;
    }

    /// Gives each segment a tooltip that says what choosing it means.
    public SegmentedControl<T> explain(Function<T, String> meaning) {
        for (int i = 0; i < values.size(); i++) {
            ToggleButton segment = (ToggleButton) getChildren().get(i);
            String words = meaning.apply(values.get(i));
            segment.setTooltip(new Tooltip(words));
            segment.setAccessibleHelp(words);
        }
        return this;
    }

    private ToggleButton segment(T value, String words) {
        ToggleButton segment = new ToggleButton(words);
        segment.getStyleClass().setAll("segment");
        segment.setMaxWidth(Double.MAX_VALUE);
        segment.setAccessibleRole(AccessibleRole.RADIO_BUTTON);
        segment.setOnAction(_ -> {
            // A press on the chosen one would otherwise unselect it.
            segment.setSelected(true);
            selected.set(value);
        });
        selected.subscribe(now -> {
            segment.setSelected(now.equals(value));
            segment.setFocusTraversable(now.equals(value));
        });
        return segment;
    }

    private void walk(KeyEvent event) {
        int step = switch (event.getCode()) {
            case KeyCode.LEFT, KeyCode.UP -> -1;
            case KeyCode.RIGHT, KeyCode.DOWN -> 1;
            default -> 0;
        };
        if (step != 0) {
            int next = Math.clamp(values.indexOf(selected.get()) + step, 0, values.size() - 1);
            boolean moves = next != values.indexOf(selected.get());
            selected.set(values.get(next));
            if (moves) {
                // The chosen one is the only stop, so it is the next one; reached like this it shows its ring.
                getChildren().get(next - step).requestFocusTraversal(step > 0 ? TraversalDirection.NEXT : TraversalDirection.PREVIOUS);
            }
            event.consume();
        }
    }
}
