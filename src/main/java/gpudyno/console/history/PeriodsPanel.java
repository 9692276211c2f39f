package gpudyno.console.history;

import gpudyno.console.history.Periods.Period;
import gpudyno.console.history.Periods.Row;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.EmptyState;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;

/// Two periods side by side.
final class PeriodsPanel {
    static final String HINT = "Drag over the time line for A, with Shift for B. Or choose an entry that lasted, and another with Shift.";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final DataTable<Row> table = new DataTable<Row>("Nothing was measured in these periods.").keyedBy(Row::title);
    private final Panel panel = new Panel("A and B compared");
    private boolean loadDiffers;

    PeriodsPanel(Runnable swap) {
        table.getColumns().add(Columns.text("Meter", row -> row.title() + ", " + Formats.shortUnit(row.unit())));
        table.getColumns().add(Columns.fixed(Columns.right("A", row -> Formats.number(row.a()), _ -> false), 52));
        table.getColumns().add(Columns.fixed(Columns.right("B", row -> Formats.number(row.b()), _ -> false), 52));
        table.getColumns().add(Columns.fixed(Columns.right("Change", PeriodsPanel::change, _ -> false), 76));
        table.getColumns().add(Columns.fixed(Columns.node("", this::mark), 88));
        panel.trailing(Buttons.text("Swap", swap));
        waiting(HINT);
    }

    Panel panel() {
        return panel;
    }

    void waiting(String words) {
        panel.subtitle("").flush(new EmptyState(words));
    }

    void show(Period a, Period b, Periods figures) {
        loadDiffers = figures.loadDiffers();
        panel.subtitle("A " + words(a) + ", B " + words(b));
        // A mark depends on more than its row.
        table.show(List.of());
        table.show(figures.rows());
        panel.flush(table);
    }

    static String words(Period period) {
        return CLOCK.format(period.from()) + "–" + CLOCK.format(period.to());
    }

    private static String change(Row row) {
        if (Double.isNaN(row.a()) || Double.isNaN(row.b())) {
            return Formats.NONE;
        }
        if (row.unit().equals("percent")) {
            double points = row.b() - row.a();
            return (points > 0 ? "+" : "") + Formats.number(points) + " pts";
        }
        return row.a() == 0 ? Formats.NONE : Formats.change(row.b() / row.a() - 1);
    }

    private Node mark(Row row) {
        HBox cell = new HBox();
        cell.setAlignment(Pos.CENTER_LEFT);
        if (loadDiffers && row.loaded()) {
            cell.getChildren().add(new Chip(Status.NEUTRAL, "load differs").outline());
        } else if (loadDiffers && row.title().equals("Offered")) {
            cell.getChildren().add(new Chip(Status.NEUTRAL, "differs").outline());
        } else {
            cell.getChildren().add(Labels.muted(""));
        }
        return cell;
    }
}
