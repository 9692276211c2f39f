package gpudyno.console.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class WholeTextTest extends FxTest {
    private static final String LONG = "inference-node-with-a-long-name.lab.example and what more there is to say of it";

    private static void point(Node node) {
        on(() -> node.fireEvent(new MouseEvent(MouseEvent.MOUSE_ENTERED_TARGET, 0, 0, 0, 0, javafx.scene.input.MouseButton.NONE, 0, false,
                false, false, false, false, false, false, false, false, false, null)));
    }

    private static String tip(Control control) {
        return on(() -> control.getTooltip() == null ? "" : control.getTooltip().getText());
    }

    private static <C extends Control> C narrow(C control) {
        control.setMaxWidth(120);
        control.setMinWidth(0);
        return control;
    }

    @Test
    void aLabelThatIsCutOffSaysTheWholeAndOneThatFitsSaysNothing() {
        Label cut = on(() -> narrow(Labels.plain(LONG)));
        Label fits = on(() -> Labels.plain("p95"));
        show(() -> new Overlay(new VBox(cut, fits)));
        point(cut);
        point(fits);
        assertThat(tip(cut)).isEqualTo(LONG);
        assertThat(tip(fits)).isEmpty();
        on(() -> cut.setText("short"));
        point(cut);
        assertThat(tip(cut)).isEmpty();
    }

    @Test
    void cellsWithNodesAndHeadersOfTablesSayTheWhole() {
        DataTable<String> table = on(() -> new DataTable<>("None."));
        on(() -> {
            table.getColumns().add(Columns.fixed(Columns.node("A title that has no room in its column", row -> new HBox(8,
                    Icons.dot(6, Status.DANGER), Labels.plain(row))), 90));
            table.getColumns().add(Columns.fixed(Columns.text("Text", row -> row), 90));
            table.show(List.of(LONG));
        });
        Overlay overlay = show(() -> new Overlay(table));
        List<Labeled> cut = on(() -> overlay.lookupAll("*").stream().filter(Labeled.class::isInstance).map(Labeled.class::cast)
                .filter(Labeled::isTextTruncated).toList());
        assertThat(cut).hasSize(3);
        cut.forEach(WholeTextTest::point);
        assertThat(cut).extracting(WholeTextTest::tip).contains(LONG, LONG, "A title that has no room in its column");
    }

    @Test
    void aButtonThatSaysWhyItDoesNothingKeepsItsReason() {
        ActionButton button = on(() -> narrow(Buttons.plain(LONG, () -> {})));
        on(() -> button.unavailable("The node is not connected"));
        show(() -> new Overlay(new VBox(button)));
        point(button);
        assertThat(tip(button)).isEqualTo("The node is not connected");
    }

    @Test
    void aFieldWhoseValueHasNoRoomSaysItWhole() {
        NumberField field = on(() -> new NumberField("Seed", 1_000_000_000, 0, 1e9, "some unit"));
        TextField typed = field.field();
        show(() -> {
            VBox box = new VBox(field);
            box.setMaxWidth(90);
            return new Overlay(box);
        });
        point(typed);
        assertThat(tip(typed)).isEqualTo(typed.getText());
    }
}
