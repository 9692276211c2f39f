package gpudyno.console.kit;

import java.util.OptionalDouble;
import java.util.regex.Pattern;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A number to type, with its caption and unit; `1.5` and `1,5` are the same. It counts on Enter or when the focus leaves. Up and Down step it. What is no number, or out
/// of range, marks the field at once and says under it what is allowed; the value keeps the last good one.
public final class NumberField extends VBox {
    /// Digits with a decimal point or comma. Java would read `5d`, `0x1p3` and `NaN` too, which nobody types to mean a number.
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+([.,]\\d*)?|[.,]\\d+)");
    /// One where it is written, a thousand elsewhere.
    private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2}(,\\d{3})+");

    private final double least;
    private final double most;
    private final String caption;
    private final DoubleProperty value;
    private boolean whole;
    private final TextField field = new TextField();
    private final FormField frame;

    /// @param unit for people; empty for none
    public NumberField(String caption, double value, double least, double most, String unit) {
        if (!(least <= value && value <= most)) {
            throw new IllegalArgumentException(caption + " " + value + " is not from " + least + " to " + most);
        }
        this.caption = caption;
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
        field.textProperty().subscribe(_ -> frame.error(refusal()));
        field.setOnAction(_ -> commit());
        field.focusedProperty().subscribe(focused -> {
            if (!focused) {
                commit();
            }
        });
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::step);
    }

    /// Takes whole numbers alone, such as for counts and seeds.
    public NumberField whole() {
        whole = true;
        return this;
    }

    /// What is wrong with what is typed, with the field's name; empty when nothing is.
    public String problem() {
        return error().isEmpty() ? "" : caption + ": " + error();
    }

    private String refusal() {
        String text = field.getText().strip();
        if (THOUSANDS.matcher(text).matches()) {
            return "'" + text + "' may mean two numbers: write it without the comma";
        }
        return allowed(parse()) ? "" : (whole ? "a whole number, " : "") + Formats.plain(least) + " to " + Formats.plain(most);
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

    /// Takes a value that was kept as text; one that is no number, or not allowed any more, is left.
    public void recall(String text) {
        if (NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text.replace(',', '.'));
            if (allowed(OptionalDouble.of(number))) {
                show(number);
            }
        }
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
        return typed.isPresent() && typed.getAsDouble() >= least && typed.getAsDouble() <= most
                && (!whole || typed.getAsDouble() == Math.rint(typed.getAsDouble()));
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
        String text = field.getText().strip();
        if (!NUMBER.matcher(text).matches() || THOUSANDS.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(text.replace(',', '.'));
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}
