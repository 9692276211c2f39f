package gpudyno.console.load;

import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What went wrong in a run, counted by kind.
final class ErrorPanel {
    private final Panel panel = new Panel("Errors by kind");
    private final DataTable<Kind> table = new DataTable<>("No errors.");

    private record Kind(String name, long count, double share) {}

    ErrorPanel() {
        table.getColumns().add(Columns.text("Kind", Kind::name));
        table.getColumns().add(Columns.fixed(Columns.number("Count", Kind::count, count -> Formats.count(Math.round(count))), 72));
        table.getColumns().add(Columns.fixed(Columns.number("Share %", Kind::share, Formats::number), 72));
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
                                100.0 * kind.getValue() / Math.max(1, report.errors().total())))
                        .sorted(Comparator.comparingLong(Kind::count).reversed()).toList();
        if (!kinds.equals(table.getItems())) {
            table.getItems().setAll(kinds);
        }
        panel.trailing();
        if (report != null && report.errors().total() > 0) {
            panel.trailing(new Chip(Status.DANGER, Formats.count(report.errors().total())));
        }
    }
}
