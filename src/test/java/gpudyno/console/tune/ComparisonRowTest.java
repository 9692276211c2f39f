package gpudyno.console.tune;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.meter.DerivedMeters;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonRowTest {
    private static ComparisonRow row(String meter, double best, List<Double> interval) {
        return new ComparisonRow("A figure", meter, "", 1, 1, best, Optional.of(interval));
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
