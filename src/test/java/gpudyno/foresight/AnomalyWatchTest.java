package gpudyno.foresight;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.foresight.Anomaly;
import gpudyno.model.foresight.Watched;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnomalyWatchTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final Map<Long, Anomaly> told = new LinkedHashMap<>();
    private final MeterRegistry meters = new MeterRegistry();
    private final Random random = new Random(5);
    private AnomalyWatch watch = new AnomalyWatch(0, Map.of(), one -> told.put(one.id(), one));
    private double memory = 20;
    private double testing;
    private boolean troubled;
    private int second;

    AnomalyWatchTest() {
        meters.gauge(Meters.MEMORY, () -> memory + random.nextGaussian() * 0.2, "host");
        meters.gauge(Meters.QUEUE_DEPTH, () -> 0);
        meters.gauge(Meters.TESTING, () -> testing);
    }

    private void serve(int seconds, double rate, double millis) {
        for (int i = 0; i < seconds; i++) {
            int arrivals = (int) Math.max(0, rate + random.nextGaussian() * Math.sqrt(rate));
            meters.counter(Meters.ARRIVALS).add(arrivals);
            meters.counter(Meters.REQUESTS, Outcome.OK.label()).add(arrivals);
            for (int n = 0; n < arrivals; n++) {
                meters.distribution(Meters.RESPONSE).record(millis * Math.exp(random.nextGaussian() * 0.4));
            }
            watch.accept(frame(), troubled);
        }
    }

    private Frame frame() {
        second++;
        return meters.close(second, START.plusSeconds(second), Duration.ofSeconds(1));
    }

    private List<Anomaly> all() {
        return new ArrayList<>(told.values());
    }

    @Test
    void aQuarterOfAnHourOfHealthyServingHasNoAnomaly() {
        serve(900, 50, 40);
        assertThat(all()).isEmpty();
        assertThat(watch.watched()).extracting(Watched::learning).contains(false);
    }

    @Test
    void slowAnswersAreToldWithinTenSecondsAndAttributedToThem() {
        serve(240, 50, 40);
        serve(10, 50, 900);
        assertThat(all()).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.isOpen()).isTrue();
            assertThat(anomaly.parts().getFirst().meter()).isEqualTo("latency.p95.ms");
            assertThat(anomaly.parts().getFirst().value()).isGreaterThan(anomaly.parts().getFirst().high());
            assertThat(anomaly.score()).isGreaterThanOrEqualTo(SignalWatch.THRESHOLD);
        });
        serve(60, 50, 40);
        assertThat(all()).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(Anomaly.Kind.SPIKE);
            assertThat(anomaly.isOpen()).isFalse();
        });
    }

    @Test
    void whatIsReadDuringAnIncidentIsNotLearnedAsUsual() {
        troubled = true;
        serve(120, 50, 5000);
        troubled = false;
        serve(240, 50, 40);
        serve(10, 50, 900);
        assertThat(all()).singleElement()
                .satisfies(anomaly -> assertThat(anomaly.parts().getFirst().meter()).isEqualTo("latency.p95.ms"));
    }

    @Test
    void whatStaysIsALevelShiftAndBecomesUsual() {
        serve(240, 50, 40);
        serve(700, 50, 900);
        assertThat(all()).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(Anomaly.Kind.LEVEL_SHIFT);
            assertThat(anomaly.isOpen()).isFalse();
        });
    }

    @Test
    void severalAreasAtOnceAreOneCorrelatedAnomaly() {
        serve(240, 50, 40);
        serve(20, 400, 900);
        assertThat(all()).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(Anomaly.Kind.CORRELATED);
            assertThat(anomaly.parts()).extracting(Anomaly.Part::meter).contains("latency.p95.ms", "offered.rps");
            assertThat(anomaly.parts().stream().mapToDouble(Anomaly.Part::share).sum()).isBetween(0.999, 1.001);
        });
    }

    @Test
    void memoryThatCreepsUpIsADrift() {
        serve(240, 50, 40);
        for (int i = 0; i < 300; i++) {
            memory += 0.05;
            serve(1, 50, 40);
        }
        assertThat(all()).anySatisfy(anomaly -> {
            assertThat(anomaly.kind()).isEqualTo(Anomaly.Kind.DRIFT);
            assertThat(anomaly.parts().getFirst().meter()).isEqualTo("memory.percent{host}");
        });
    }

    @Test
    void aTestIsNoAnomalyAndWhatItLeavesBehindIsUsual() {
        serve(240, 50, 40);
        testing = 1;
        memory = 45;
        serve(120, 400, 2000);
        testing = 0;
        serve(300, 50, 40);
        assertThat(all()).isEmpty();
    }

    @Test
    void whatWasExpectedIsToleratedFurtherAlsoByTheNextProcess() {
        serve(240, 50, 40);
        serve(30, 50, 300);
        Anomaly first = all().getFirst();
        watch.expected(first);
        assertThat(watch.tolerances().get("latency.p95.ms")).isGreaterThan(SignalWatch.TOLERANCE);
        told.clear();
        watch = new AnomalyWatch(first.id(), Map.of("latency.p95.ms", 32.0), one -> told.put(one.id(), one));
        serve(240, 50, 40);
        serve(30, 50, 300);
        assertThat(all()).noneMatch(one -> one.parts().getFirst().meter().equals("latency.p95.ms"));
    }
}
