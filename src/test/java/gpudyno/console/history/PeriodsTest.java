package gpudyno.console.history;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.meter.DerivedMeters;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodsTest {
    @ParameterizedTest
    @CsvSource({"50, 54.9, false", "50, 55.1, true", "50, 44.9, true", "0, 1, true", "0, 0, false"})
    void loadsDifferWhereTheOfferedRateDoes(double first, double second, boolean differ) {
        assertThat(new Periods(Map.of(DerivedMeters.OFFERED, first), Map.of(DerivedMeters.OFFERED, second)).loadDiffers())
                .isEqualTo(differ);
    }

    @Test
    void whatWasNotMeasuredHasNoFigure() {
        Periods periods = new Periods(Map.of(DerivedMeters.LATENCY_P95, 120.0), Map.of());
        Periods.Row p95 = periods.rows().stream().filter(row -> row.title().equals("p95")).findFirst().orElseThrow();
        assertThat(p95.a()).isEqualTo(120);
        assertThat(p95.b()).isNaN();
        assertThat(periods.loadDiffers()).as("of rates that are not known").isFalse();
    }
}
