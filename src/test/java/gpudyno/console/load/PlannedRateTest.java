package gpudyno.console.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.load.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlannedRateTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void thePlanCountsTheRequestsItsShapeOffers() {
        assertThat(PlannedRate.requests(new Scenario.Constant(50, MINUTE))).isCloseTo(3000, within(1e-6));
        assertThat(PlannedRate.requests(new Scenario.Ramp(0, 100, MINUTE))).isCloseTo(3000, within(1e-6));
        assertThat(PlannedRate.requests(new Scenario.Spike(10, 100, MINUTE))).isCloseTo(20 * 10 + 20 * 100 + 20 * 10, within(1e-6));
        assertThat(PlannedRate.requests(new Scenario.Step(10, 10, Duration.ofSeconds(10), 30))).isCloseTo(100 + 200 + 300, within(1e-6));
    }

    @Test
    void aRateThatIsAResultIsNotPlanned() {
        assertThat(PlannedRate.isKnown(new Scenario.ClosedLoop(8, MINUTE))).isFalse();
        assertThat(PlannedRate.isKnown(new Scenario.FindMax(10, MINUTE))).isFalse();
        assertThat(PlannedRate.words(new Scenario.FindMax(10, MINUTE))).isEmpty();
    }

    @Test
    void aRangeIsSaidFromItsLowestToItsHighest() {
        assertThat(PlannedRate.words(new Scenario.Ramp(96, 32, MINUTE))).isEqualTo("32 – 96");
        assertThat(PlannedRate.words(new Scenario.Spike(20, 120, MINUTE))).isEqualTo("20 – 120");
        assertThat(PlannedRate.words(new Scenario.Step(32, 16, MINUTE, 96))).isEqualTo("32 – 96");
    }
}
