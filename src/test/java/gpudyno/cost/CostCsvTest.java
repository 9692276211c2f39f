package gpudyno.cost;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.cost.CostPart;
import gpudyno.model.cost.CostPart.Tokens;
import gpudyno.model.cost.CostReport;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Spend;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostCsvTest {
    @Test
    void aKeyIsALineWhateverItsName() {
        Prices prices = new Prices("EUR", 2.0, "declared", null, List.of(), null, null, null, null);
        CostPart part = new CostPart(Instant.EPOCH, Duration.ofHours(1), 500, new Tokens(3000, 0), new Spend(0.5, 1.0, null, null),
                new Spend(0.25, 0.5, 900.0, 0.25), Duration.ofMinutes(15), new Spend(0, 0.0, 0.0, null));
        CostReport report = new CostReport(prices, part, List.of(part), EnergySource.POWER, null, null, null, null,
                List.of(new CostReport.Share("search, new", 12, 60, 0.5), new CostReport.Share("no key", 3, 9, null)), List.of(), null,
                null);
        assertThat(CostCsv.byKey(report).lines()).containsExactly("key,requests,tokens,currency,money", "\"search, new\",12,60,EUR,0.5",
                "no key,3,9,EUR,");
    }

    @Test
    void eachPartIsALineAndTheUnknownIsAnEmptyCell() {
        Prices prices = new Prices("EUR", 2.0, "declared", null, List.of(), null, null, null, null);
        CostPart part = new CostPart(Instant.parse("2026-01-01T00:00:00Z"), Duration.ofHours(1), 500, new Tokens(3000, 0),
                new Spend(0.5, 1.0, null, null), new Spend(0.25, 0.5, 900.0, 0.25), Duration.ofMinutes(15), new Spend(0, 0.0, 0.0, null));
        CostReport report = new CostReport(prices, part, List.of(part, part), EnergySource.POWER, null, null, null, null, List.of(),
                List.of(),
                null, null);
        assertThat(CostCsv.of(report).lines()).hasSize(3).last()
                .isEqualTo("2026-01-01T00:00:00Z,3600,500,3000,0,900,EUR,0.5,,1.0,0.25,900.0,0.75,0.0,0.0,0.0");
        assertThat(CostCsv.of(report).lines().map(line -> line.split(",", -1).length)).containsOnly(16);
    }
}
