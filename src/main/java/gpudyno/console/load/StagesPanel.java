package gpudyno.console.load;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.VerdictMark;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;

/// The steps of a step run, or the probes of a search for the highest rate.
final class StagesPanel {
    private final Panel panel = new Panel("Steps");
    private final DataTable<Stage> table = new DataTable<>("Nothing has been probed yet.");

    /// @param bound what the stage came nearest to missing, or missed
    private record Stage(double rate, boolean held, String bound, String figure) {
        Node mark() {
            return new VerdictMark(held);
        }
    }

    StagesPanel() {
        table.getColumns().add(Columns.fixed(Columns.node("", Stage::mark), 40));
        table.getColumns().add(Columns.fixed(Columns.number("req/s", Stage::rate, Formats::number), 64));
        table.getColumns().add(Columns.text("Bound", Stage::bound));
        table.getColumns().add(Columns.fixed(Columns.right("", Stage::figure, stage -> !stage.held()), 78));
        table.getStyleClass().add("tight");
        panel.flush(table);
    }

    Panel node() {
        return panel;
    }

    /// @return whether there is anything to show
    boolean show(RunReport report) {
        RunReport.FoundMax found = report.findMax();
        RunReport.Steps steps = report.steps();
        List<Stage> stages = new ArrayList<>();
        if (found != null) {
            panel.title("Probes");
            panel.subtitle("× bound");
            found.probes().forEach(probe -> stages.add(new Stage(probe.rate(), probe.held(), probe.nearest(),
                    "× " + Formats.number(Math.exp(probe.margin())))));
        } else if (steps != null) {
            panel.title("Steps");
            panel.subtitle("p95");
            double breaks = steps.breaksAt() == null ? Double.POSITIVE_INFINITY : steps.breaksAt();
            for (RunReport.Step step : steps.each()) {
                LatencySummary latency = step.latency();
                stages.add(new Stage(step.rate(), step.rate() < breaks, step.rate() == breaks && steps.binding() != null
                        ? steps.binding()
                        : step.errorsPercent() > 0 ? Formats.percent(step.errorsPercent()) + " % errors" : "",
                        latency == null ? Formats.NONE : Formats.quantity(latency.p95(), "ms").toString()));
            }
        }
        table.show(stages);
        return found != null || steps != null;
    }
}
