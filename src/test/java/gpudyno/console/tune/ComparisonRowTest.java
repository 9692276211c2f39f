package gpudyno.console.tune;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.target.Profiles;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonRowTest {
    private static ComparisonRow row(String meter, double best, List<Double> interval) {
        return new ComparisonRow("A figure", meter, "", 1, 1, best, Optional.of(interval));
    }

    @Test
    void costIsARowWhereItWasCountedAndKeepsItsDigits() {
        Column stock = new Column(Configuration.EMPTY, null, null, Map.of(DerivedMeters.COST_PER_THOUSAND, 0.00267), Map.of());
        Column best = new Column(Configuration.EMPTY, null, null, Map.of(DerivedMeters.COST_PER_THOUSAND, 0.00223),
                Map.of(DerivedMeters.COST_PER_THOUSAND, List.of(0.00220, 0.00226)));
        SessionReport report = SessionReport.builder(1, "option-2", Instant.EPOCH).baseline(stock).best(best).build();
        assertThat(ComparisonRow.of(report, "Memory")).hasSize(7);
        SessionReport priced = report.toBuilder().cost(new CostBasis("CHF", 2.0, null, null, EnergySource.UNKNOWN, "declared")).build();
        List<ComparisonRow> rows = ComparisonRow.of(priced, "Memory");
        assertThat(rows).hasSize(8);
        ComparisonRow cost = rows.getLast();
        assertThat(cost.title() + " " + cost.unit()).isEqualTo("Cost per 1M CHF");
        assertThat(cost.bestWords() + " " + cost.spread()).isEqualTo("2.23 ± 0.03");
        assertThat(cost.target(Profiles.OPTION_2)).isEmpty();
    }

    @Test
    void onlyAHeldRateCanLackItsUpperEnd() {
        ComparisonRow held = row(ComparisonRow.HELD_RATE, 185, List.of(160.0, 1000.0));
        assertThat(held.bestWords()).isEqualTo("≥ 160");
        assertThat(held.spread()).isEqualTo("upper bound not found");
        ComparisonRow errors = row(DerivedMeters.ERRORS_PERCENT, 0.02, List.of(0.0, 0.1));
        assertThat(errors.bestWords()).isEqualTo("0.02");
        assertThat(errors.spread()).isEqualTo("± 0.05");
    }
}
