package gpudyno.console.kit;

import gpudyno.model.knob.KnobType.Scale;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.DoubleFunction;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A knob as a slider: name and value above, range below, and a green tick where the tuner found its best.
public final class KnobSlider extends VBox {
    private static final double THUMB = 14;
    /// Of a logarithmic range, as a power of two: eight steps from a value to twice as much.
    private static final int STEPS_OF_AN_OCTAVE = 3;

    private final double least;
    private final double most;
    private final Scale scale;
    private final boolean whole;
    private final DoubleProperty value;
    private final Slider slider = new Slider(0, 1, 0);
    private final Label shown = Labels.strong("");
    private final HBox head;
    private final Track track = new Track();
    private double best = Double.NaN;

    /// A knob of whole values with its name above.
    ///
    /// @param scale how the range is walked; logarithmic and power-of-two ranges start above 0
    public KnobSlider(String name, double least, double most, Scale scale, String unit, double value) {
        this(name, least, most, scale, true, number -> new Formats.Quantity(Formats.number(number, 0), unit).toString(), value);
    }

    /// Whole values without a name, for where it stands already. A range from 0 is walked in equal steps, whatever its scale.
    ///
    /// @param words what a value is called
    public static KnobSlider whole(double least, double most, Scale scale, DoubleFunction<String> words, double value) {
        return new KnobSlider("", least, most, least > 0 ? scale : Scale.LINEAR, true, words, value);
    }

    /// As [#whole], for values with decimals: three digits that matter, of the range or of the value.
    public static KnobSlider real(double least, double most, Scale scale, DoubleFunction<String> words, double value) {
        return new KnobSlider("", least, most, least > 0 ? scale : Scale.LINEAR, false, words, value);
    }

    private KnobSlider(String name, double least, double most, Scale scale, boolean whole, DoubleFunction<String> words, double value) {
        super(4);
        if (!(least < most) || value < least || value > most || (scale != Scale.LINEAR && least <= 0)) {
            throw new IllegalArgumentException(name + " " + value + " on a " + scale + " scale from " + least + " to " + most);
        }
        this.least = least;
        this.most = most;
        this.scale = scale;
        this.whole = whole;
        this.value = new SimpleDoubleProperty(this, "value", value);
        getStyleClass().add("knob-slider");
        slider.setAccessibleText(name.isEmpty() ? "Value" : name);
        slider.setBlockIncrement(0.05);
        head = new HBox(8, Labels.plain(name), Labels.spacer(), shown);
        head.setAlignment(Pos.CENTER_LEFT);
        HBox range = new HBox(Labels.caption(words.apply(least)), Labels.spacer(), Labels.caption(words.apply(most)));
        if (!name.isEmpty()) {
            getChildren().add(head);
        }
        getChildren().addAll(track, range);
        slider.setValue(positionOf(value));
        slider.valueProperty().subscribe(position -> this.value.set(valueAt(position.doubleValue())));
        this.value.subscribe(now -> {
            shown.setText(words.apply(now.doubleValue()));
            // Only a value that came from elsewhere moves the thumb; one that came from the thumb is rounded and would fight the drag.
            if (valueAt(slider.getValue()) != now.doubleValue()) {
                slider.setValue(positionOf(now.doubleValue()));
            }
            track.requestLayout();
        });
    }

    public DoubleProperty value() {
        return value;
    }

    /// Puts a node, such as a toggle that locks the knob, after the name.
    public KnobSlider beside(Node node) {
        head.getChildren().add(1, node);
        return this;
    }

    /// The tuner's best value; NaN for none.
    public KnobSlider best(double value) {
        best = value;
        track.requestLayout();
        return this;
    }

    private double valueAt(double position) {
        double raw = scale == Scale.LINEAR ? least + position * (most - least) : least * Math.pow(most / least, position);
        double near = scale == Scale.POWER_OF_TWO ? Math.pow(2, Math.rint(Math.log(raw) / Math.log(2))) : whole ? round(raw) : digits(raw);
        return Math.clamp(near, least, most);
    }

    /// On a logarithmic range a drag moves in eight steps to twice the value: nobody means 67,108,863 bytes by it.
    private double round(double raw) {
        if (scale != Scale.LOG) {
            return Math.rint(raw);
        }
        double step = Math.pow(2, Math.max(0, Math.floor(Math.log(raw) / Math.log(2)) - STEPS_OF_AN_OCTAVE));
        return Math.rint(raw / step) * step;
    }

    private double digits(double raw) {
        double size = scale == Scale.LINEAR ? most - least : Math.abs(raw);
        return size == 0 ? raw : new BigDecimal(raw).setScale(2 - (int) Math.floor(Math.log10(size)), RoundingMode.HALF_EVEN).doubleValue();
    }

    private double positionOf(double value) {
        return scale == Scale.LINEAR ? (value - least) / (most - least) : Math.log(value / least) / Math.log(most / least);
    }

    /// The slider over its own track, since a JavaFX slider can neither fill its track nor mark a place on it.
    private final class Track extends Region {
        private final Region rail = new Region();
        private final Region fill = new Region();
        private final Region tick = new Region();

        private Track() {
            rail.getStyleClass().add("knob-rail");
            fill.getStyleClass().add("knob-fill");
            tick.getStyleClass().add("knob-best");
            getChildren().addAll(rail, fill, tick, slider);
            setMinHeight(16);
            setPrefHeight(16);
            slider.valueProperty().subscribe(this::requestLayout);
        }

        @Override
        protected void layoutChildren() {
            double width = getWidth();
            double middle = Math.rint(getHeight() / 2);
            double travel = width - THUMB;
            rail.resizeRelocate(0, middle - 2, width, 4);
            fill.resizeRelocate(0, middle - 2, THUMB / 2 + travel * slider.getValue(), 4);
            slider.resizeRelocate(0, 0, width, getHeight());
            tick.setVisible(!Double.isNaN(best));
            if (tick.isVisible()) {
                tick.resizeRelocate(Math.rint(THUMB / 2 + travel * positionOf(best)) - 1, middle - 6, 2, 12);
            }
        }
    }
}
