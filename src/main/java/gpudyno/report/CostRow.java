package gpudyno.report;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A row of a session's table that tells what a thousand requests cost, at the throughput that was measured: money where the node knows a
/// price, energy where its power is measured or declared. It has no target.
///
/// @param unit the currency, or `Wh`
/// @param decimals that show three digits of the smallest value
record CostRow(String title, String meter, String unit, int decimals) {
    private static final int DIGITS = 2;
    private static final int MOST_DECIMALS = 9;

    /// The rows of which a column has a value.
    static List<CostRow> of(SessionReport report) {
        CostBasis basis = report.cost();
        List<CostRow> rows = new ArrayList<>();
        add(rows, report, "Cost per 1k", DerivedMeters.COST_PER_THOUSAND,
                basis == null || basis.currency() == null ? "" : basis.currency());
        add(rows, report, "Energy per 1k", DerivedMeters.ENERGY_PER_THOUSAND, "Wh");
        return rows;
    }

    private static void add(List<CostRow> rows, SessionReport report, String title, String meter, String unit) {
        double least = Double.POSITIVE_INFINITY;
        for (Column column : Arrays.asList(report.baseline(), report.bestCacheOff(), report.best())) {
            least = Math.min(least, column == null ? least : column.meters().getOrDefault(meter, least));
        }
        if (least < Double.POSITIVE_INFINITY) {
            int decimals = least > 0 ? Math.clamp(DIGITS - (long) Math.floor(Math.log10(least)), 0, MOST_DECIMALS) : DIGITS;
            rows.add(new CostRow(title, meter, unit, decimals));
        }
    }
}
