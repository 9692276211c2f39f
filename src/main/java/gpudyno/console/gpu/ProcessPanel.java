package gpudyno.console.gpu;

import gpudyno.console.kit.ActionMenu;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.gpu.EndSignal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    private final ActionMenu end;
    private boolean live;

    /// Takes a process that is to be ended, and how.
    interface Ending {
        void end(ProcessRow row, EndSignal signal);
    }

    ProcessPanel(Ending ending) {
        end = new ActionMenu("End process").small()
                .item(() -> "Ask " + named() + " to end…", this::canEnd, () -> chosen().ifPresent(row -> ending.end(row, EndSignal.TERM)))
                .item(() -> "End " + named() + " at once…", this::canEnd, () -> chosen().ifPresent(row -> ending.end(row, EndSignal.KILL)));
        panel.trailing(end);
        instance = Columns.fixed(Columns.muted("MIG", row -> row.instance().replace("MIG ", "")), 44);
        table.getColumns().add(Columns.fixed(Columns.number("PID", ProcessRow::pid, pid -> Long.toString((long) pid)), 72));
        table.getColumns().add(Columns.text("Process", row -> row.name().isEmpty() ? Formats.NONE : row.name()));
        table.getColumns().add(Columns.muted("User", row -> row.user().isEmpty() ? Formats.NONE : row.user()));
        table.getColumns().add(Columns.muted("Type", row -> row.type().isEmpty() ? Formats.NONE : row.type()));
        table.getColumns().add(instance);
        table.getColumns().add(Columns.fixed(Columns.number("Memory", ProcessRow::memory, bytes -> Formats.bytes(bytes).toString()), 86));
        table.getColumns().add(Columns.fixed(Columns.node("Share", ProcessPanel::share, ProcessRow::share), 140));
        table.getColumns().add(Columns.fixed(Columns.number("SM", ProcessRow::utilization, value -> Formats.number(value, 0) + " %"), 60));
        table.getColumns().add(Columns.fixed(Columns.number("Uptime", ProcessRow::uptime, seconds -> uptime((long) seconds)), 92));
        panel.flush(table);
        table.fitRows(ROWS);
    }

    Panel panel() {
        return panel;
    }

    private Optional<ProcessRow> chosen() {
        return Optional.ofNullable(table.getSelectionModel().getSelectedItem());
    }

    private boolean canEnd() {
        return live && chosen().isPresent();
    }

    private String named() {
        return chosen().map(row -> row.name() + " (" + row.pid() + ")").orElse("the selected process");
    }

    private static String uptime(long seconds) {
        return seconds < 86_400
                ? Formats.clock(Duration.ofSeconds(seconds))
                : String.format(Locale.ROOT, "%d d %02d:%02d", seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
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
    /// @param present whether they use it now, and can be ended
    void show(List<ProcessRow> rows, String whole, boolean present) {
        live = present;
        end.setDisable(!present || rows.isEmpty());
        panel.subtitle(rows.isEmpty() ? "" : rows.size() + " on this device" + (whole.isEmpty() ? "" : ", share of " + whole));
        boolean cut = rows.stream().anyMatch(row -> !row.instance().isEmpty());
        if (instance.isVisible() != cut) {
            instance.setVisible(cut);
        }
        table.show(rows.stream().sorted(Comparator.comparingDouble((ProcessRow row) -> Double.isNaN(row.memory()) ? -1 : row.memory())
                .reversed().thenComparingLong(ProcessRow::pid)).toList());
    }
}
