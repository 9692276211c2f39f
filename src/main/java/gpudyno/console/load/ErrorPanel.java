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
import javafx.scene.control.TableColumn;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// What went wrong in a run, counted by kind, with the server's own words where it said any.
final class ErrorPanel {
    private final Panel panel = new Panel("Errors by kind");
    private final DataTable<Kind> table = new DataTable<>("No request failed.");

    /// @param said by the server with the first error of the kind; empty for nothing
    private record Kind(String name, long count, double share, String said) {
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
        TableColumn<Kind, ?> name = Columns.text("Kind", Kind::name);
        TableColumn<Kind, ?> said = Columns.muted("Said", Kind::said);
        name.setMinWidth(60);
        said.setMinWidth(40);
        table.getColumns().addAll(List.of(name, said));
        table.getColumns().add(Columns.fixed(Columns.number("Count", Kind::count, count -> Formats.count(Math.round(count))), 52));
        table.getColumns().add(Columns.fixed(Columns.number("Share", Kind::share, share -> Formats.percent(share * 100) + " %"), 54));
        table.getColumns().add(Columns.fixed(Columns.node("", Kind::bar), 54));
        table.getStyleClass().add("tight");
        panel.flush(table);
    }

    /// In one line: what a server says may hold anything.
    private static String said(RunReport report, String kind) {
        return report.errors().samples().getOrDefault(kind, "").replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
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
                                (double) kind.getValue() / Math.max(1, report.errors().total()), said(report, kind.getKey())))
                        .sorted(Comparator.comparingLong(Kind::count).reversed()).toList();
        table.show(kinds);
        panel.trailing();
        if (report != null && report.errors().total() > 0) {
            panel.trailing(new Chip(Status.DANGER, Formats.count(report.errors().total())));
        }
    }
}
