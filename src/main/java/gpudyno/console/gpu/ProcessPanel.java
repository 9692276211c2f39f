package gpudyno.console.gpu;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// Who uses the device, greatest memory first unless it is sorted otherwise.
final class ProcessPanel {
    private static final int ROWS = 6;

    private final DataTable<ProcessRow> table = new DataTable<ProcessRow>("No process uses this device.")
            .keyedBy(row -> row.device() + " " + row.pid());
    private final Panel panel = new Panel("Processes");
    private final TableColumn<ProcessRow, ?> instance;

    ProcessPanel() {
        instance = Columns.fixed(Columns.muted("MIG", row -> row.instance().replace("MIG ", "")), 44);
        table.getColumns().add(Columns.fixed(Columns.number("PID", ProcessRow::pid, pid -> Long.toString((long) pid)), 72));
        table.getColumns().add(Columns.text("Process", row -> row.name().isEmpty() ? Formats.NONE : row.name()));
        table.getColumns().add(Columns.muted("User", row -> row.user().isEmpty() ? Formats.NONE : row.user()));
        table.getColumns().add(Columns.muted("Type", row -> row.type().isEmpty() ? Formats.NONE : row.type()));
        table.getColumns().add(instance);
        table.getColumns().add(Columns.fixed(Columns.number("Memory", ProcessRow::memory, bytes -> Formats.bytes(bytes).toString()), 86));
        table.getColumns().add(Columns.fixed(Columns.node("Share", ProcessPanel::share, ProcessRow::share), 140));
        table.getColumns().add(Columns.fixed(Columns.number("SM", ProcessRow::utilization, value -> Formats.number(value, 0) + " %"), 60));
        table.getColumns().add(Columns.fixed(Columns.number("Uptime", ProcessRow::uptime, seconds -> Formats.clock(Duration.ofSeconds(
                (long) seconds))), 92));
        panel.flush(table);
        table.fitRows(ROWS);
    }

    Panel panel() {
        return panel;
    }

    private static Node share(ProcessRow row) {
        boolean known = !Double.isNaN(row.share());
        Label words = Labels.muted(known ? Formats.number(row.share(), 1) + " %" : Formats.NONE);
        words.setMinWidth(46);
        words.setAlignment(Pos.CENTER_RIGHT);
        HBox box = new HBox(8);
        box.setAlignment(Pos.CENTER_LEFT);
        if (known) {
            MeterBar bar = new MeterBar(row.share() / 100, Status.ACCENT);
            HBox.setHgrow(bar, Priority.ALWAYS);
            box.getChildren().add(bar);
        } else {
            box.getChildren().add(Labels.spacer());
        }
        box.getChildren().add(words);
        return box;
    }

    /// @param whole memory of the device, in words
    void show(List<ProcessRow> rows, String whole) {
        panel.subtitle(rows.isEmpty() ? "" : rows.size() + " on this device" + (whole.isEmpty() ? "" : ", share of " + whole));
        boolean cut = rows.stream().anyMatch(row -> !row.instance().isEmpty());
        if (instance.isVisible() != cut) {
            instance.setVisible(cut);
        }
        table.show(rows.stream().sorted(Comparator.comparingDouble((ProcessRow row) -> Double.isNaN(row.memory()) ? -1 : row.memory())
                .reversed().thenComparing(ProcessRow::pid)).toList());
    }
}
