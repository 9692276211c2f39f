package gpudyno.console.kit;

import java.util.OptionalDouble;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// One meter in a frame of its own: title, a large value with its unit, a bar of its share of what is possible, and rows of what belongs to
/// it. A meter that is not there says so, and is never drawn as zero.
public final class MeterCard extends VBox {
    /// What stands in place of a value that a device does not tell.
    public static final String ABSENT = "not supported";
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");

    private final Label number = Labels.styled(Formats.NONE, "meter-value");
    private final Label unit = Labels.styled("", "unit");
    private final Label absent = Labels.muted(ABSENT);
    private final HBox reading = new HBox(4, number, unit);
    private final MeterBar bar = new MeterBar().thick();
    private final VBox foot = new VBox(1);
    private Node picture = bar;

    public MeterCard(String title) {
        super(3);
        getStyleClass().add("meter-card");
        setMinWidth(0);
        number.setMinWidth(USE_PREF_SIZE);
        reading.setAlignment(Pos.BASELINE_LEFT);
        foot.getStyleClass().add("meter-foot");
        show(absent, false);
        getChildren().addAll(Labels.muted(title), reading, absent, bar, foot);
    }

    /// A picture, such as a sparkline, instead of the bar.
    public MeterCard picture(Node instead) {
        getChildren().set(getChildren().indexOf(picture), instead);
        VBox.setVgrow(instead, Priority.ALWAYS);
        picture = instead;
        return this;
    }

    /// @param share of what is possible, 0 to 1; empty where that is not known
    public void show(Formats.Quantity value, OptionalDouble share, Status status) {
        FxThread.require();
        told(true);
        number.setText(value.number());
        unit.setText(value.unit());
        boolean bounded = share.isPresent() || !picture.equals(bar);
        show(picture, bounded);
        share.ifPresent(part -> bar.show(part, status));
    }

    /// The device has no such meter.
    public void absent() {
        told(false);
    }

    private void told(boolean known) {
        FxThread.require();
        show(reading, known);
        show(picture, known);
        show(absent, !known);
        show(foot, known);
    }

    public void tick(double at) {
        bar.tick(at);
    }

    /// Whether what is shown is the last that was heard.
    public void stale(boolean now) {
        pseudoClassStateChanged(STALE, now);
    }

    /// A row under the bar; rows are counted from 0 and keep their place.
    public void row(int place, String left, String right) {
        while (foot.getChildren().size() <= place) {
            foot.getChildren().add(new KeyValueRow("", "").small());
        }
        ((KeyValueRow) foot.getChildren().get(place)).key(left).value(right);
    }

    private static void show(Node node, boolean now) {
        node.setVisible(now);
        node.setManaged(now);
    }
}
