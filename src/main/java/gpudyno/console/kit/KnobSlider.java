package gpudyno.console.kit;

import gpudyno.model.knob.KnobType.Scale;
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

    private final double least;
    private final double most;
    private final Scale scale;
    private final String unit;
    private final DoubleProperty value;
    private final Slider slider = new Slider(0, 1, 0);
    private final Label shown = Labels.strong("");
    private final HBox head;
    private final Track track = new Track();
    private double best = Double.NaN;

    /// A knob of whole values.
    ///
    /// @param scale how the range is walked; logarithmic and power-of-two ranges start above 0
    public KnobSlider(String name, double least, double most, Scale scale, String unit, double value) {
        super(4);
        if (!(least < most) || value < least || value > most || (scale != Scale.LINEAR && least <= 0)) {
            throw new IllegalArgumentException(name + " " + value + " on a " + scale + " scale from " + least + " to " + most);
        }
        this.least = least;
        this.most = most;
        this.scale = scale;
        this.unit = unit;
        this.value = new SimpleDoubleProperty(this, "value", value);
        getStyleClass().add("knob-slider");
        slider.setAccessibleText(unit.isEmpty() ? name : name + " in " + unit);
        slider.setBlockIncrement(0.05);
        head = new HBox(8, Labels.plain(name), Labels.spacer(), shown);
        head.setAlignment(Pos.CENTER_LEFT);
        HBox range = new HBox(Labels.caption(words(least)), Labels.spacer(), Labels.caption(words(most)));
        getChildren().addAll(head, track, range);
        slider.setValue(positionOf(value));
        slider.valueProperty().subscribe(position -> this.value.set(valueAt(position.doubleValue())));
        this.value.subscribe(now -> {
            shown.setText(words(now.doubleValue()));
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
        double whole = scale == Scale.POWER_OF_TWO ? Math.pow(2, Math.rint(Math.log(raw) / Math.log(2))) : Math.rint(raw);
        return Math.clamp(whole, least, most);
    }

    private double positionOf(double value) {
        return scale == Scale.LINEAR ? (value - least) / (most - least) : Math.log(value / least) / Math.log(most / least);
    }

    private String words(double value) {
        return new Formats.Quantity(Formats.number(value, 0), unit).toString();
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
