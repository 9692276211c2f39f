package gpudyno.console.load;

import gpudyno.console.kit.Buttons;
import gpudyno.console.kit.Chip;
import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Labels;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunDifference;
import gpudyno.model.load.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What differs between two runs: how they were set up, and which figures beyond chance, as their node says.
final class ComparisonPanel {
    private final Panel panel = new Panel("Comparison");
    private final DataTable<RunDifference> table = new DataTable<>("The runs have no course to compare.");
    private final Label setup = Labels.muted("");

    ComparisonPanel(Runnable close) {
        setup.setWrapText(true);
        StackPane told = new StackPane(setup);
        told.setAlignment(Pos.CENTER_LEFT);
        told.setMinHeight(StackPane.USE_PREF_SIZE);
        told.getStyleClass().add("comparison-setup");
        table.getStyleClass().add("tight");
        VBox.setVgrow(table, Priority.ALWAYS);
        table.setMinHeight(0);
        panel.trailing(Buttons.bareIcon(Feather.X, "Close the comparison", close).small());
        panel.flush(new VBox(told, table));
    }

    Panel node() {
        return panel;
    }

    void show(LoadViewModel.Comparison compared) {
        Run older = compared.older();
        Run newer = compared.newer();
        panel.title("Run #" + older.id() + " vs #" + newer.id());
        List<String> settings = settings(older, newer);
        setup.setText(settings.isEmpty() ? "Set up alike." : "Set up differently: " + String.join("; ", settings) + ".");
        table.getColumns()
                .setAll(List.of(Columns.text("", difference -> difference.figure().replace(" rate", "") + ", " + difference.unit()),
                        Columns.fixed(Columns.number("#" + older.id(), RunDifference::a, Formats::number), 54),
                        Columns.fixed(Columns.number("#" + newer.id(), RunDifference::b, Formats::number), 54),
                        Columns.fixed(Columns.right("Change, 95 %", ComparisonPanel::interval, _ -> false), 104),
                        Columns.fixed(Columns.node("", ComparisonPanel::verdict), 108)));
        table.show(compared.differences());
    }

    private static String interval(RunDifference difference) {
        return difference.interval().isEmpty()
                ? "too short"
                : Formats.interval(difference.interval().getFirst(), difference.interval().getLast());
    }

    private static Node verdict(RunDifference difference) {
        return difference.interval().isEmpty()
                ? Labels.muted("not known")
                : !difference.differs()
                        ? new Chip(Status.NEUTRAL, "Not told apart").outline()
                        : difference.better() ? new Chip(Status.SUCCESS, "Better") : new Chip(Status.DANGER, "Worse");
    }

    /// What was set otherwise, in words.
    static List<String> settings(Run older, Run newer) {
        List<String> all = new ArrayList<>();
        compare(all, "scenario", ScenarioNames.of(older.scenario()), ScenarioNames.of(newer.scenario()));
        compare(all, "rate", PlannedRate.words(older.scenario()), PlannedRate.words(newer.scenario()));
        compare(all, "duration", Formats.clock(older.scenario().duration()), Formats.clock(newer.scenario().duration()));
        compare(all, "workload", Workloads.words(older), Workloads.words(newer));
        compare(all, "seed", Long.toString(older.workload().seed()), Long.toString(newer.workload().seed()));
        compare(all, "connections", Formats.count(older.setup().connections()), Formats.count(newer.setup().connections()));
        compare(all, "timeout", Formats.span(older.setup().timeout()), Formats.span(newer.setup().timeout()));
        compare(all, "warm-up", Formats.span(older.setup().warmup()), Formats.span(newer.setup().warmup()));
        compare(all, "bounds", older.setup().slo(), newer.setup().slo());
        compare(all, "ended", end(older), end(newer));
        return all;
    }

    private static String end(Run run) {
        RunReport report = run.report();
        return report == null ? "failed" : report.interrupted() ? "early" : "as planned";
    }

    private static void compare(List<String> all, String what, String older, String newer) {
        if (!Objects.equals(older, newer)) {
            all.add(what + " " + (older.isEmpty() ? "none" : older) + " → " + (newer.isEmpty() ? "none" : newer));
        }
    }
}
