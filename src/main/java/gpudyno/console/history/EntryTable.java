package gpudyno.console.history;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/// The entries of the time line as a list, newest first.
final class EntryTable {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    private final DataTable<Entry> table = new DataTable<Entry>("Nothing happened in this period.")
            .keyedBy(entry -> entry.kind() + entry.id());
    private final Panel panel = new Panel("Entries");

    EntryTable(Consumer<Entry> choose) {
        table.getColumns().add(Columns.fixed(Columns.ordered("Began", Entry::from, entry -> CLOCK.format(entry.from())), 84));
        table.getColumns().add(Columns.fixed(Columns.muted("Kind", entry -> entry.kind().lane()), 88));
        table.getColumns().add(Columns.node("What", EntryTable::what));
        table.getColumns().add(Columns.fixed(Columns.right("Lasted", EntryTable::lasted, _ -> false), 64));
        table.onChoice(choose);
    }

    Panel panel() {
        return panel;
    }

    void show(List<Entry> entries) {
        table.show(entries);
        // Not before there is something to show: the time line is there sooner.
        panel.flush(table);
        panel.subtitle(entries.isEmpty() ? "" : "newest first");
    }

    void select(Entry entry) {
        table.select(entry);
        table.scrollTo(entry);
    }

    Optional<Entry> chosen() {
        return Optional.ofNullable(table.getSelectionModel().getSelectedItem());
    }

    private static Node what(Entry entry) {
        String text = entry.text().isEmpty()
                ? entry.label()
                : entry.text().startsWith(entry.label()) ? entry.text() : entry.label() + ": " + entry.text();
        Label words = Labels.plain(text + (entry.inTest() ? " (in a test)" : ""));
        words.setMinWidth(0);
        HBox cell = new HBox(8, Icons.dot(6, entry.status()), words);
        cell.setAlignment(Pos.CENTER_LEFT);
        return cell;
    }

    private static String lasted(Entry entry) {
        Instant end = entry.to();
        if (end == null) {
            return "still on";
        }
        return entry.isInstant() ? Formats.NONE : Formats.span(Duration.between(entry.from(), end));
    }
}
