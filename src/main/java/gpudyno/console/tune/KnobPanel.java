package gpudyno.console.tune;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import org.kordamp.ikonli.feather.Feather;

/// The knobs of the node: which a session searches, their ranges, where they stand.
final class KnobPanel {
    private final Panel panel = new Panel("Knobs");
    private final DataTable<KnobState> table = new DataTable<>("The node names no knobs.");

    KnobPanel() {
        table.getColumns().add(Columns.fixed(Columns.node("", KnobPanel::searched), 28));
        table.getColumns().add(Columns.mono("Knob", state -> state.knob().id()));
        table.getColumns().add(Columns.fixed(Columns.muted("Range", state -> range(state.knob().type())), 76));
        table.getColumns().add(Columns.fixed(Columns.right("Now", state -> value(state.value()), _ -> false), 60));
        table.getStyleClass().add("tight");
        panel.flush(table);
    }

    Panel node() {
        return panel;
    }

    void show(List<KnobState> knobs) {
        if (!knobs.equals(table.getItems())) {
            table.getItems().setAll(knobs);
            long searched = knobs.stream().filter(state -> state.knob().searched()).count();
            panel.subtitle(knobs.isEmpty() ? "" : searched + " of " + knobs.size() + " in search");
        }
    }

    private static Node searched(KnobState state) {
        Node mark = state.knob().searched() ? Icons.of(Feather.CHECK, 14, Status.ACCENT) : Labels.muted("–");
        mark.setAccessibleText(state.knob().searched() ? "searched" : "not searched");
        return mark;
    }

    static String range(KnobType type) {
        return switch (type) {
            case KnobType.Whole whole -> shortly(whole.min()) + " – " + shortly(whole.max());
            case KnobType.Real real -> KnobMoves.words(real.min()) + " – " + KnobMoves.words(real.max());
            case KnobType.Choice choice -> String.join(" ", choice.values());
            case KnobType.Switch _ -> "off on";
        };
    }

    private static String value(Object value) {
        return value instanceof Long whole ? shortly(whole) : KnobMoves.words(value);
    }

    /// Large powers of two by their prefix: 64 Mi.
    private static String shortly(long value) {
        if (value >= 1 << 30 && value % (1 << 30) == 0) {
            return (value >> 30) + " Gi";
        }
        return value >= 1 << 20 && value % (1 << 20) == 0 ? (value >> 20) + " Mi" : String.format(Locale.ROOT, "%d", value);
    }
}
