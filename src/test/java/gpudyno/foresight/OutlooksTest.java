package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.foresight.Outlook;
import gpudyno.model.foresight.Outlook.Ahead;
import gpudyno.model.memory.Forecast.Band;
import gpudyno.model.meter.ForesightMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutlooksTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(10);
    private final Outlooks outlooks = new Outlooks();
    private int step;

    private void learn(double memory, double arrivals, boolean test) {
        Map<Series, Reading> readings = new HashMap<>();
        readings.put(Meters.MEMORY.series("host"), Reading.Gauge.of(memory));
        readings.put(Series.of(Meters.ARRIVALS.id()), new Reading.Counter(arrivals * 10));
        readings.put(Series.of(Meters.TESTING.id()), Reading.Gauge.of(test ? 1 : 0));
        outlooks.learn(new Frame(step, START.plus(STEP.multipliedBy(step)), STEP, readings));
        step++;
    }

    private Outlook outlook(String meter) {
        return outlooks.outlooks().stream().filter(one -> one.meter().equals(meter)).findFirst().orElseThrow();
    }

    @Test
    void memoryThatGrowsSteadilyIsForecastToReachItsThresholdWhenItDoes() {
        Random random = new Random(3);
        // Half a point a minute: 60 % after 80 minutes, 90 % an hour later.
        for (int i = 0; i < 480; i++) {
            learn(20 + i / 12.0 + random.nextGaussian() * 0.1, 0, false);
        }
        Outlook memory = outlook("memory.percent");
        Outlook.Reach reach = Objects.requireNonNull(memory.reach());
        assertThat(reach.expected()).isBetween(Duration.ofMinutes(50), Duration.ofMinutes(75));
        assertThat(reach.earliest()).isLessThanOrEqualTo(reach.expected());
        assertThat(reach.band()).isEqualTo(Band.WATCH);
        Ahead near = Objects.requireNonNull(memory.ahead(Duration.ofMinutes(5)));
        assertThat(near.value()).isBetween(61.5, 63.5);
        assertThat(near.pastError()).isLessThan(0.05);
    }

    @Test
    void aForecastHasARangeBeforeItsFirstErrorIsKnown() {
        learn(40, 0, false);
        assertThat(outlook("memory.percent").ahead()).hasSameSizeAs(ForesightMeters.HORIZONS).allSatisfy(ahead -> {
            assertThat(ahead.low95()).isLessThan(ahead.value());
            assertThat(ahead.high95()).isGreaterThan(ahead.value());
            assertThat(ahead.pastError()).isNull();
        });
    }

    @Test
    void aSeriesThatBeginsToMoveHasNoBoundlessRange() {
        for (int i = 0; i < 60; i++) {
            learn(40, 0, false);
        }
        for (int i = 0; i < 30; i++) {
            learn(40, 50 + i % 3, false);
        }
        assertThat(outlook("offered.rps").ahead()).allSatisfy(ahead -> assertThat(ahead.high95()).isBetween(ahead.value(), 5000.0));
    }

    @Test
    void whatATestOffersIsNoForecastOfArrivals() {
        for (int i = 0; i < 100; i++) {
            learn(40, 50, false);
        }
        for (int i = 0; i < 30; i++) {
            learn(40, 5000, true);
        }
        assertThat(outlook("offered.rps").now()).isEqualTo(50);
    }
}
