package gpudyno.console.load;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Icons;
import gpudyno.console.kit.Panel;
import gpudyno.console.kit.Status;
import gpudyno.model.load.Run;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunReport.Generator;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// Each generator of a run that several send together: its share, what it sent of it, how late, and whether it is lost.
final class GeneratorsPanel {
    /// Of 100 that other panels have.
    private static final double WIDTH = 260;

    private final Panel panel = new Panel("Generators");
    private final DataTable<Generator> table = new DataTable<>("No generator has told anything yet.");

    GeneratorsPanel() {
        table.keyedBy(Generator::name);
        table.getColumns().add(Columns.fixed(Columns.node("", GeneratorsPanel::state), 36));
        table.getColumns().add(Columns.text("Node", Generator::name));
        table.getColumns().add(Columns.fixed(Columns.right("Sent", GeneratorsPanel::sent, _ -> false), 96));
        table.getColumns().add(Columns.fixed(Columns.number("Not sent", one -> one.notSent() == null ? Double.NaN : one.notSent(),
                count -> Double.isNaN(count) ? Formats.NONE : Formats.count(Math.round(count)),
                one -> one.notSent() != null && one.notSent() > 0), 62));
        table.getColumns().add(Columns.fixed(Columns.number("Lag p99", one -> one.lag() == null ? Double.NaN : one.lag().p99(),
                lag -> Double.isNaN(lag) ? Formats.NONE : Formats.quantity(lag, "ms").toString(), Generator::clientLimited), 64));
        table.getStyleClass().add("tight");
        panel.setPrefWidth(WIDTH);
        panel.flush(table);
    }

    private static String sent(Generator one) {
        return Formats.count(one.offered()) + (one.planned() == null ? "" : " of " + Formats.count(one.planned()));
    }

    private static Node state(Generator one) {
        return one.lost() != null
                ? mark(Feather.WIFI_OFF, Status.DANGER, "Lost: " + one.lost())
                : one.clientLimited()
                        ? mark(Feather.ALERT_TRIANGLE, Status.WARNING, "It sends later than it should")
                        : mark(Feather.CHECK, Status.SUCCESS, "Heard of");
    }

    private static Label mark(Ikon icon, Status status, String words) {
        Label mark = new Label("", Icons.of(icon, 14, status));
        mark.setAccessibleText(words);
        mark.setTooltip(new Tooltip(words));
        return mark;
    }

    Panel node() {
        return panel;
    }

    /// @return whether several send it, so that there is anything to show
    boolean show(Run run) {
        RunReport report = run.report();
        List<Generator> each = report == null || report.generators() == null ? List.of() : report.generators();
        table.show(each);
        return !each.isEmpty();
    }
}
