package gpudyno.console.tune;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.model.meter.DerivedMeters;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.scene.control.TableColumn;

/// The trials of the open session, newest first, as they arrive.
final class TrialLog {
    private final Panel panel = new Panel("Trial log");
    private final DataTable<TrialRow> trials = new DataTable<TrialRow>(
            "No trials yet. Each trial of a session appears here as it is measured.").keyedBy(row -> row.trial().number());

    /// @param chosen takes the number of the trial a person chooses
    TrialLog(IntConsumer chosen) {
        trials.onChoice(row -> chosen.accept(row.trial().number()));
        trials.getColumns()
                .add(Columns.fixed(Columns.ordered("#", row -> row.trial().number(), row -> Integer.toString(row.trial().number())), 38));
        trials.getColumns().add(Columns.fixed(Columns.node("Status", TrialRow::chip, TrialRow::kind), 82));
        trials.getColumns().add(Columns.muted("Changed knobs", TrialRow::changed));
        trials.getColumns().add(number("req/s", DerivedMeters.THROUGHPUT, 52));
        trials.getColumns().add(number("p95 ms", DerivedMeters.LATENCY_P95, 60));
        trials.getColumns().add(number("Mem %", DerivedMeters.MEMORY_PERCENT, 58));
        trials.getStyleClass().add("tight");
        panel.flush(trials);
    }

    private static TableColumn<TrialRow, Double> number(String title, String meter, double width) {
        return Columns.fixed(Columns.number(title, row -> row.value(meter), Formats::number, row -> row.misses(meter)), width);
    }

    Panel node() {
        return panel;
    }

    /// Selects a trial without telling anyone.
    void select(TrialRow row) {
        trials.select(row);
        trials.scrollTo(row);
    }

    void show(List<TrialRow> rows) {
        if (!trials.show(rows)) {
            return;
        }
        long feasible = rows.stream().filter(row -> row.kind() == TrialRow.Kind.FEASIBLE || row.kind() == TrialRow.Kind.BEST).count();
        long infeasible = rows.stream().filter(row -> row.kind() == TrialRow.Kind.INFEASIBLE).count();
        panel.trailing(
                Labels.muted(feasible + " feasible, " + infeasible + " infeasible, " + (rows.size() - feasible - infeasible) + " other"));
    }
}
