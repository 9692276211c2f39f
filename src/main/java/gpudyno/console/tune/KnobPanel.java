package gpudyno.console.tune;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.model.knob.Knob;
import gpudyno.model.knob.KnobState;
import gpudyno.model.knob.KnobType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/// The knobs of the node: which the next session searches, their ranges, where they stand.
final class KnobPanel {
    private final Panel panel = new Panel("Knobs");
    private final DataTable<KnobState> table = new DataTable<KnobState>("The node names no knobs.").keyedBy(state -> state.knob().id());
    /// Ids of knobs that were unticked, on whichever node.
    private final Set<String> held = new LinkedHashSet<>();
    private final SimpleBooleanProperty disabled = new SimpleBooleanProperty();

    KnobPanel() {
        table.getColumns().add(Columns.fixed(Columns.node("", this::searched), 28));
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
        if (table.show(knobs)) {
            count();
        }
    }

    private void count() {
        long searched = table.rows().stream().map(KnobState::knob).filter(knob -> knob.searched() && !held.contains(knob.id())).count();
        panel.subtitle(table.rows().isEmpty() ? "" : searched + " of " + table.rows().size() + " in search");
    }

    /// Ids of the knobs that are not to be searched.
    List<String> held() {
        return table.rows().stream().map(KnobState::knob).filter(knob -> knob.searched() && held.contains(knob.id())).map(Knob::id)
                .toList();
    }

    /// Ticks can be set while no session runs.
    void enable(boolean can) {
        disabled.set(!can);
    }

    private Node searched(KnobState state) {
        String id = state.knob().id();
        if (!state.knob().searched()) {
            Node mark = Labels.muted("–");
            String why = id + " is not searched: a session leaves it where it stands";
            mark.setAccessibleText(why);
            Tooltip.install(mark, new Tooltip(why));
            return mark;
        }
        CheckBox tick = new CheckBox();
        tick.setSelected(!held.contains(id));
        tick.setAccessibleText("Search " + id);
        tick.disableProperty().bind(disabled);
        tick.selectedProperty().subscribe(on -> {
            if (on ? held.remove(id) : held.add(id)) {
                count();
            }
        });
        // A disabled control shows no tooltip of its own.
        HBox around = new HBox(tick);
        around.setAlignment(Pos.CENTER_LEFT);
        Tooltip why = new Tooltip("A session is running: which knobs the next one searches can be chosen once it has ended");
        // Of the tick, which goes with its cell; the panel's own would keep every tick there ever was.
        tick.disabledProperty().subscribe(off -> {
            if (off) {
                Tooltip.install(around, why);
            } else {
                Tooltip.uninstall(around, why);
            }
        });
        return around;
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
