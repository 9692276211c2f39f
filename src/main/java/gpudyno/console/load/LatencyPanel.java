package gpudyno.console.load;

import gpudyno.console.kit.Columns;
import gpudyno.console.kit.DataTable;
import gpudyno.console.kit.Formats;
import gpudyno.console.kit.Panel;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Latency by percentile: of one run on both clocks, of two runs from the intended send time, side by side.
final class LatencyPanel {
    private final Panel panel = new Panel("Latency by percentile");
    private final DataTable<Row> table = new DataTable<Row>("Percentiles on both clocks come with a run's report.");

    private record Row(String percentile, double first, double second) {
        double difference() {
            return second - first;
        }
    }

    private record Percentile(String name, ToDoubleFunction<LatencySummary> of) {}

    private static final List<Percentile> PERCENTILES = List.of(new Percentile("p50", LatencySummary::p50),
            new Percentile("p90", LatencySummary::p90), new Percentile("p95", LatencySummary::p95),
            new Percentile("p99", LatencySummary::p99), new Percentile("p99.9", LatencySummary::p999),
            new Percentile("max", LatencySummary::max));

    LatencyPanel() {
        panel.flush(table);
        table.getStyleClass().add("tight");
    }

    Panel node() {
        return panel;
    }

    void show(@Nullable Run run) {
        panel.title("Latency by percentile");
        panel.subtitle("ms");
        columns("service", "intended", "gap");
        fill(run == null || run.report() == null ? null : run.report().latency().service(),
                run == null || run.report() == null ? null : run.report().latency().intended());
    }

    void compare(Run older, Run newer) {
        panel.title("Run #" + older.id() + " vs #" + newer.id());
        panel.subtitle("intended, ms");
        columns("#" + older.id(), "#" + newer.id(), "change");
        fill(older.report() == null ? null : older.report().latency().intended(),
                newer.report() == null ? null : newer.report().latency().intended());
    }

    private void columns(String first, String second, String difference) {
        if (table.getColumns().size() == 4 && table.getColumns().get(1).getText().equals(first)) {
            return;
        }
        table.getColumns().setAll(List.of(Columns.text("", Row::percentile), Columns.number(first, Row::first, Formats::number),
                Columns.number(second, Row::second, Formats::number), Columns.number(difference, Row::difference, LatencyPanel::signed)));
    }

    private static String signed(double value) {
        return (value > 0 ? "+" : "") + Formats.number(value);
    }

    private void fill(@Nullable LatencySummary first, @Nullable LatencySummary second) {
        List<Row> rows = new ArrayList<>();
        if (first != null && second != null) {
            PERCENTILES.forEach(one -> rows.add(new Row(one.name, one.of.applyAsDouble(first), one.of.applyAsDouble(second))));
        }
        if (!rows.equals(table.getItems())) {
            table.getItems().setAll(rows);
        }
    }
}
