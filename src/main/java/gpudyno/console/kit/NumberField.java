package gpudyno.console.kit;

import java.util.OptionalDouble;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A number to type, with its caption and unit; it counts on Enter or when the focus leaves. Up and Down step it. What is no number, or out
/// of range, marks the field at once and says under it what is allowed; the value keeps the last good one.
public final class NumberField extends VBox {
    private final double least;
    private final double most;
    private final DoubleProperty value;
    private final TextField field = new TextField();
    private final FormField frame;

    /// @param unit for people; empty for none
    public NumberField(String caption, double value, double least, double most, String unit) {
        if (!(least <= value && value <= most)) {
            throw new IllegalArgumentException(caption + " " + value + " is not from " + least + " to " + most);
        }
        this.least = least;
        this.most = most;
        this.value = new SimpleDoubleProperty(this, "value", value);
        field.getStyleClass().add("bare-field");
        field.setAccessibleText(unit.isEmpty() ? caption : caption + " in " + unit);
        field.setPrefColumnCount(4);
        field.setMinWidth(20);
        HBox.setHgrow(field, Priority.ALWAYS);
        Label unitLabel = Labels.caption(unit);
        unitLabel.setMinWidth(USE_PREF_SIZE);
        HBox box = new HBox(4, field, unitLabel);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("field-box");
        frame = new FormField(caption, box);
        getChildren().add(frame);
        this.value.subscribe(now -> {
            if (!parse().equals(OptionalDouble.of(now.doubleValue()))) {
                field.setText(Formats.plain(now.doubleValue()));
            }
        });
        field.textProperty().subscribe(_ -> frame.error(allowed(parse()) ? "" : Formats.plain(least) + " to " + Formats.plain(most)));
        field.setOnAction(_ -> commit());
        field.focusedProperty().subscribe(focused -> {
            if (!focused) {
                commit();
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::step);
    }

    public DoubleProperty value() {
        return value;
    }

    /// Why what is typed is refused; empty when it is fine.
    public String error() {
        return frame.error();
    }

    /// Refuses a number that is fine by itself, such as one that does not go with another field's; empty takes it back.
    public void refuse(String reason) {
        if (allowed(parse())) {
            frame.error(reason);
        }
    }

    /// The number as typed, before it counts; NaN where it is refused.
    public double typed() {
        OptionalDouble typed = parse();
        return allowed(typed) ? typed.getAsDouble() : Double.NaN;
    }

    /// Takes a value, in place of whatever is typed.
    public void show(double number) {
        value.set(number);
        field.setText(Formats.plain(number));
    }

    public TextField field() {
        return field;
    }

    private void commit() {
        OptionalDouble typed = parse();
        if (allowed(typed)) {
            value.set(typed.getAsDouble());
        }
    }

    private boolean allowed(OptionalDouble typed) {
        return typed.isPresent() && typed.getAsDouble() >= least && typed.getAsDouble() <= most;
    }

    private void step(KeyEvent event) {
        int direction = switch (event.getCode()) {
            case UP -> 1;
            case DOWN -> -1;
            default -> 0;
        };
        if (direction != 0) {
            commit();
            value.set(Math.clamp(value.get() + direction, least, most));
            event.consume();
        }
    }

    private OptionalDouble parse() {
        try {
            double number = Double.parseDouble(field.getText().strip());
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
