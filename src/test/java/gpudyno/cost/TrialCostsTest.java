package gpudyno.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.cost.CostBasis;
import gpudyno.model.cost.EnergySource;
import gpudyno.model.cost.Prices;
import gpudyno.model.cost.Prices.Tariff;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrialCostsTest {
    private static final Instant AT = Instant.parse("2026-11-19T13:30:00Z");
    private static final List<Tariff> TARIFF = List.of(new Tariff(0, 13, 0.10), new Tariff(13, 24, 0.25));

    /// Four seconds of two devices; without watts, of a machine that tells no power.
    private static List<Frame> window(@Nullable Double watts) {
        return IntStream.range(0, 4).mapToObj(second -> {
            Map<Series, Reading> readings = new HashMap<>();
            for (String device : List.of("GPU-0", "GPU-1")) {
                if (watts != null) {
                    readings.put(Series.of(GpuMeters.UP.id(), device), Reading.Gauge.of(1));
                    readings.put(Series.of(GpuMeters.POWER.id(), device), Reading.Gauge.of(watts));
                }
            }
            return new Frame(second, AT.plusSeconds(second), Duration.ofSeconds(1), readings);
        }).toList();
    }

    private static Prices prices(@Nullable Double deviceHour, List<Tariff> tariff, @Nullable Double watts) {
        return new Prices("EUR", deviceHour, "declared", null, tariff, null, watts, null, null);
    }

    private static CostBasis basis(Prices prices, @Nullable Double measured) {
        return TrialCosts.basis(prices, 2, window(measured), ZoneOffset.UTC, AT);
    }

    @Test
    void priceOfTimeAndOfMeasuredEnergy() {
        CostBasis basis = basis(prices(1.80, TARIFF, null), 300.0);
        assertThat(basis).isEqualTo(new CostBasis("EUR", 3.60, 0.25, null, EnergySource.POWER, "declared"));
        // At 50 a second a thousand take 20 s: 0.02 of time, and 600 W of both devices for 20 s are 12 kJ, 3.333 Wh.
        Map<String, Double> meters = TrialCosts.of(basis, window(300.0), 50);
        assertThat(meters.get(DerivedMeters.ENERGY_PER_THOUSAND)).isCloseTo(12_000 / 3600.0, within(1e-9));
        assertThat(meters.get(DerivedMeters.COST_PER_THOUSAND)).isCloseTo(0.02 + 12_000 / 3.6e6 * 0.25, within(1e-12));
        // Twice the throughput halves both.
        Map<String, Double> faster = TrialCosts.of(basis, window(300.0), 100);
        meters.forEach((meter, value) -> assertThat(faster.get(meter)).isCloseTo(value / 2, within(1e-12)));
    }

    @Test
    void declaredWattsStandInForMeasuredOnes() {
        CostBasis basis = basis(prices(null, TARIFF, 150.0), null);
        assertThat(basis.energy()).isEqualTo(EnergySource.DECLARED);
        Map<String, Double> meters = TrialCosts.of(basis, window(null), 50);
        assertThat(meters.get(DerivedMeters.ENERGY_PER_THOUSAND)).isCloseTo(3000 / 3600.0, within(1e-9));
        assertThat(meters.get(DerivedMeters.COST_PER_THOUSAND)).isCloseTo(3000 / 3.6e6 * 0.25, within(1e-12));
    }

    @Test
    void withoutAPriceThereIsEnergyAlone() {
        CostBasis basis = basis(prices(null, List.of(), null), 300.0);
        assertThat(basis.currency()).isNull();
        assertThat(basis.isEmpty()).isFalse();
        assertThat(TrialCosts.of(basis, window(300.0), 50)).containsOnlyKeys(DerivedMeters.ENERGY_PER_THOUSAND);
    }

    @Test
    void withoutPowerThereIsTheCostOfTimeAlone() {
        CostBasis basis = basis(prices(1.80, TARIFF, null), null);
        assertThat(basis).isEqualTo(new CostBasis("EUR", 3.60, null, null, EnergySource.UNKNOWN, "declared"));
        assertThat(TrialCosts.of(basis, window(null), 50)).containsExactly(Map.entry(DerivedMeters.COST_PER_THOUSAND, 0.02));
    }

    /// A device that stops telling its power must not make a trial look cheap.
    @Test
    void aTrialWhoseEnergyIsMissingHasNoCost() {
        CostBasis basis = basis(prices(1.80, TARIFF, null), 300.0);
        assertThat(TrialCosts.of(basis, window(Double.NaN), 50)).isEmpty();
    }

    @Test
    void nothingIsMadeUp() {
        CostBasis basis = basis(prices(null, List.of(), null), null);
        assertThat(basis.isEmpty()).isTrue();
        assertThat(TrialCosts.of(basis, window(null), 50)).isEmpty();
        CostBasis tariffAlone = basis(prices(null, TARIFF, null), null);
        assertThat(tariffAlone.isEmpty()).as("a price of energy without power").isTrue();
        assertThat(TrialCosts.of(basis(prices(1.80, TARIFF, null), 300.0), window(300.0), 0)).as("no correct answer").isEmpty();
    }
}
