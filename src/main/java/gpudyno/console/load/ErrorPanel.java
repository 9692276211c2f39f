package gpudyno.console.load;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.MeterBar;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// What went wrong in a run, counted by kind.
final class ErrorPanel {
    private final Panel panel = new Panel("Errors by kind");
    private final DataTable<Kind> table = new DataTable<>("No request failed.");

    private record Kind(String name, long count, double share) {
        Node bar() {
            MeterBar bar = new MeterBar(share, Status.DANGER);
            HBox box = new HBox(bar);
            box.setAlignment(Pos.CENTER_LEFT);
            bar.setPrefWidth(44);
            bar.setMaxWidth(44);
            return box;
        }
    }

    ErrorPanel() {
        table.getColumns().add(Columns.text("Kind", Kind::name));
        table.getColumns().add(Columns.fixed(Columns.number("Count", Kind::count, count -> Formats.count(Math.round(count))), 56));
        table.getColumns().add(Columns.fixed(Columns.number("Share", Kind::share, share -> Formats.percent(share * 100) + " %"), 56));
        table.getColumns().add(Columns.fixed(Columns.node("", Kind::bar), 60));
        table.getStyleClass().add("tight");
        panel.flush(table);
    }

    Panel node() {
        return panel;
    }

    void show(@Nullable Run run) {
        RunReport report = run == null ? null : run.report();
        List<Kind> kinds = report == null
                ? List.of()
                : report.errors().byKind().entrySet().stream()
                        .map(kind -> new Kind(kind.getKey(), kind.getValue(),
                                (double) kind.getValue() / Math.max(1, report.errors().total())))
                        .sorted(Comparator.comparingLong(Kind::count).reversed()).toList();
        table.show(kinds);
        panel.trailing();
        if (report != null && report.errors().total() > 0) {
            panel.trailing(new Chip(Status.DANGER, Formats.count(report.errors().total())));
        }
    }
}
