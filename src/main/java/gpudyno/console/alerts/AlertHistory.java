package gpudyno.console.alerts;

import gpudyno.console.kit.AlertItem;
import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.Csv;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.model.alert.Alert;
import gpudyno.model.alert.AlertBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;

/// Every alert that fired, newest first: those that still do, and those that ended.
final class AlertHistory {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());

    private final DataTable<Alert> table = new DataTable<Alert>("No alert has fired yet.").keyedBy(Alert::id).rowHeight(28);
    private final Panel panel = new Panel("History").flush(table);

    /// @param copy takes the history as CSV
    AlertHistory(Consumer<String> copy) {
        table.getColumns().add(Columns.fixed(Columns.ordered("Opened", Alert::since, alert -> CLOCK.format(alert.since())), 68));
        table.getColumns().add(Columns.node("Alert", AlertHistory::name));
        table.getColumns().add(Columns.fixed(Columns.muted("State", AlertHistory::state), 68));
        table.getColumns().add(Columns.fixed(Columns.right("Lasted", AlertHistory::lasted, _ -> false), 62));
        panel.trailing(Buttons.text("Copy CSV", () -> copy.accept(csv())));
    }

    Panel panel() {
        return panel;
    }

    int size() {
        return table.rows().size();
    }

    void show(AlertBoard board) {
        List<Alert> fired = fired(board);
        table.show(fired);
    }

    static List<Alert> fired(AlertBoard board) {
        return Stream.concat(board.active().stream().filter(alert -> alert.state() == Alert.State.FIRING), board.ended().stream())
                .sorted(Comparator.comparing(Alert::since).reversed()).toList();
    }

    private static Node name(Alert alert) {
        HBox cell = new HBox(8, Icons.dot(6, AlertItem.status(alert.severity())), Labels.plain(alert.title()));
        cell.setAlignment(Pos.CENTER_LEFT);
        return cell;
    }

    private static String state(Alert alert) {
        if (alert.state() != Alert.State.FIRING) {
            return "resolved";
        }
        return alert.quietUntil() != null ? "silenced" : alert.inhibited() ? "explained" : "firing";
    }

    private static String lasted(Alert alert) {
        Instant end = alert.ended();
        return end == null || end.isBefore(alert.since()) ? Formats.NONE : Formats.span(Duration.between(alert.since(), end));
    }

    private String csv() {
        Csv csv = new Csv(List.of("opened", "ended", "rule", "series", "severity", "state", "title", "cause", "note"));
        table.rows().forEach(alert -> csv.line(List.of(alert.since(), alert.ended() == null ? "" : alert.ended(), alert.rule(),
                alert.series(), alert.severity(), state(alert), alert.title(), alert.cause(), alert.note())));
        return csv.toString();
    }
}
