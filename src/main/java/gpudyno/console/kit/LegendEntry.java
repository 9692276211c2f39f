package gpudyno.console.kit;

import javafx.geometry.Pos;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Rectangle;

/// A series in a panel's header: its mark, its name, its value now.
public final class LegendEntry extends HBox {
    /// How the series is drawn; tells two series apart without colour.
    public enum Mark {
        LINE,
        DASHES,
        DOT,
        CROSS,
        DIAMOND,
        SQUARE,
        LANE,
        RING
    }

    private final Label value = Labels.styled("", "legend-value");

    public LegendEntry(Mark mark, SeriesColor color, String name) {
        super(6);
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
        Node sign = sign(mark);
        sign.getStyleClass().addAll("legend-mark", color.style());
        getChildren().addAll(sign, Labels.caption(name), value);
        value.setManaged(false);
    }

    /// The mark in text colour, for what is no series, such as a baseline.
    public static LegendEntry neutral(Mark mark, String name) {
        LegendEntry entry = new LegendEntry(mark, SeriesColor.ACTUAL, name);
        entry.getChildren().getFirst().getStyleClass().setAll("legend-mark", "series-none");
        return entry;
    }

    /// The mark in grey, for what is left beside a series, such as idle time.
    public static LegendEntry rest(Mark mark, String name) {
        LegendEntry entry = neutral(mark, name);
        entry.getChildren().getFirst().getStyleClass().setAll("legend-mark", "legend-rest");
        return entry;
    }

    /// The ring around the best, in the colour of success.
    public static LegendEntry best() {
        LegendEntry entry = neutral(Mark.RING, "best");
        entry.getChildren().getFirst().getStyleClass().setAll("legend-mark", "legend-best");
        return entry;
    }

    public LegendEntry value(String text) {
        value.setText(text);
        value.setManaged(!text.isEmpty());
        return this;
    }

    private static Node sign(Mark mark) {
        return switch (mark) {
            case LINE -> new Rectangle(10, 3) {
                {
                    setArcWidth(3);
                    setArcHeight(3);
                }
            };
            case DASHES -> new Group(new Rectangle(0, 0, 4, 2), new Rectangle(5, 0, 4, 2), new Rectangle(10, 0, 4, 2));
            case DOT -> new Circle(4);
            case CROSS -> new Group(new Line(0, 0, 7, 7), new Line(0, 7, 7, 0));
            case DIAMOND -> new Polygon(4.5, 0, 9, 4.5, 4.5, 9, 0, 4.5);
            case SQUARE -> new Rectangle(9, 9) {
                {
                    setArcWidth(4);
                    setArcHeight(4);
                }
            };
            case RING -> new Circle(4);
            case LANE -> new Rectangle(3, 12);
        };
    }
}
