package gpudyno.console.kit;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Circle;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A node in the sidebar, 44 px: chevron, connection dot, name, state line and a sparkline. Left and right close and open it.
public final class NodeRow extends Button {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    /// How the node is reached; off: known, but not connected on purpose.
    public enum Link {
        CONNECTED(Status.SUCCESS),
        RECONNECTING(Status.WARNING),
        LOST(Status.DANGER),
        OFF(Status.NEUTRAL);

        private final Status status;

        Link(Status status) {
            this.status = status;
        }
    }

    private final FontIcon chevron = Icons.of(Feather.CHEVRON_RIGHT, 12);
    private final Circle dot = Icons.dot(8, Status.NEUTRAL);
    private final Label name = Labels.body("");
    private final Label state = Labels.caption("");
    private final Sparkline sparkline = new Sparkline(44, 18);
    private final VBox words;
    private final HBox sign;
    private final HBox row;
    private boolean compact;
    private final BooleanProperty expanded = new SimpleBooleanProperty(this, "expanded");

    public NodeRow(String name) {
        this.name.setText(name);
        getStyleClass().setAll("node-row");
        setMaxWidth(Double.MAX_VALUE);
        words = new VBox(this.name, state);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        sparkline.setMinWidth(44);
        sign = new HBox(chevron);
        sign.getStyleClass().add("node-chevron");
        row = new HBox(8, sign, dot, words, sparkline);
        row.setAlignment(Pos.CENTER_LEFT);
        setGraphic(row);
        sign.setOnMouseClicked(event -> {
            expanded.set(!expanded.get());
            event.consume();
        });
        expanded.subscribe(now -> chevron.setIconCode(now ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT));
        addEventHandler(KeyEvent.KEY_PRESSED, this::openOrClose);
    }

    /// @param state one line, such as `remote · 4 ms` or `reconnecting · try 3`
    /// @param history what the sparkline shows; NaN while the node was away
    public void show(Link link, String state, double[] history) {
        FxThread.require();
        link.status.on(dot);
        this.state.setText(state);
        sparkline.show(history, link.status);
        setAccessibleText("node " + name.getText() + ", " + state);
        tip();
    }

    /// The dot alone, for the 56 px rail; the words move to the tooltip.
    public void compact(boolean now) {
        if (compact != now) {
            compact = now;
            for (Node part : List.of(sign, words, sparkline)) {
                part.setVisible(!now);
                part.setManaged(!now);
            }
            row.setAlignment(now ? Pos.CENTER : Pos.CENTER_LEFT);
            pseudoClassStateChanged(PseudoClass.getPseudoClass("compact"), now);
            tip();
        }
    }

    private void tip() {
        if (!compact) {
            setTooltip(null);
            return;
        }
        if (getTooltip() == null) {
            setTooltip(new Tooltip());
        }
        getTooltip().setText(name.getText() + " · " + state.getText());
    }

    public void selected(boolean now) {
        pseudoClassStateChanged(SELECTED, now);
    }

    /// Whether the node's GPUs are listed under it.
    public BooleanProperty expanded() {
        return expanded;
    }

    private void openOrClose(KeyEvent event) {
        if (event.getCode() == KeyCode.RIGHT || event.getCode() == KeyCode.LEFT) {
            expanded.set(event.getCode() == KeyCode.RIGHT);
            event.consume();
        }
    }
}
