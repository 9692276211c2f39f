package gpudyno.console.history;

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
import gpudyno.console.page.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Two periods side by side.
final class PeriodsPanel {
    static final String HINT = "Drag over the time line for A, with Shift for B. Or choose an entry that lasted, and another with Shift.";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Panel panel = new Panel("A and B compared");
    /// Made when it is first needed: tables are what takes longest when the page opens.
    private @Nullable Body body;
    private final Consumer<Period> open;
    private Optional<Period> shownA = Optional.empty();
    private Optional<Period> shownB = Optional.empty();
    private boolean loadDiffers;

    /// @param open shows a period as it was
    PeriodsPanel(Runnable swap, Consumer<Period> open) {
        this.open = open;
        panel.trailing(Buttons.text("Swap", swap));
        waiting(HINT);
    }

    private record Body(DataTable<Row> table, VBox whole) {}

    private Body body() {
        Body made = body;
        if (made == null) {
            made = make();
            body = made;
        }
        return made;
    }

    private Body make() {
        DataTable<Row> table = new DataTable<Row>("Nothing was measured in these periods.").keyedBy(Row::title);
        table.getColumns().add(Columns.text("Meter", row -> row.title() + ", " + Formats.shortUnit(row.unit())));
        table.getColumns().add(Columns.fixed(Columns.right("A", row -> Formats.number(row.a()), _ -> false), 52));
        table.getColumns().add(Columns.fixed(Columns.right("B", row -> Formats.number(row.b()), _ -> false), 52));
        table.getColumns().add(Columns.fixed(Columns.right("Change", PeriodsPanel::change, _ -> false), 76));
        table.getColumns().add(Columns.fixed(Columns.node("", this::mark), 88));
        table.setMinHeight(0);
        VBox.setVgrow(table, Priority.ALWAYS);
        HBox foot = new HBox(8, Labels.spacer(), Buttons.plain("Open A on Overview", () -> shownA.ifPresent(open)),
                Buttons.plain("Open B on Overview", () -> shownB.ifPresent(open)));
        foot.setPadding(new Insets(8, 12, 8, 12));
        return new Body(table, new VBox(table, foot));
    }

    Panel panel() {
        return panel;
    }

    void waiting(String words) {
        panel.subtitle("").flush(new EmptyState(words));
    }

    /// One of the two is chosen.
    void chosen(String name, Period period, String next) {
        panel.subtitle(name + " " + words(period)).flush(new EmptyState(name + " is chosen. " + next,
                Buttons.plain("Open on Overview", () -> open.accept(period))));
    }

    void show(Period a, Period b, Periods figures) {
        shownA = Optional.of(a);
        shownB = Optional.of(b);
        loadDiffers = figures.loadDiffers();
        panel.subtitle("A " + words(a) + ", B " + words(b));
        // A mark depends on more than its row.
        body().table.show(List.of());
        body().table.show(figures.rows());
        panel.flush(body().whole);
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
