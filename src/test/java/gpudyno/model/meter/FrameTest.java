package gpudyno.model.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Meter LATENCY = Meter.distribution("latency.test", "ms", "test");
    private static final Meter HITS = Meter.counter("hits.test", "1", "test", "tier");
    private static final Meter DEPTH = Meter.gauge("depth.test", "1", "test");

    @Test
    void percentilesOfARollUpAreThoseOfAllValuesWithinOnePercent() {
        MeterRegistry registry = new MeterRegistry();
        MeterRegistry.Distribution latency = registry.distribution(LATENCY);
        Random random = new Random(7);
        double[] all = new double[20_000];
        List<Frame> frames = new ArrayList<>();
        for (int second = 0; second < 20; second++) {
            for (int i = 0; i < 1000; i++) {
                double value = Math.exp(random.nextGaussian() * 1.5 + second * 0.1);
                all[second * 1000 + i] = value;
                latency.record(value);
            }
            frames.add(registry.close(second, START.plusSeconds(second), Duration.ofSeconds(1)));
        }
        Arrays.sort(all);
        Histogram merged = Frame.rollUp(frames).distribution(LATENCY.id());
        assertThat(merged.count()).isEqualTo(20_000);
        for (double percent : new double[]{50, 90, 95, 99, 99.9}) {
            double exact = all[(int) Math.ceil(percent / 100 * all.length - 1e-6) - 1];
            assertThat(merged.percentile(percent)).as("p" + percent).isCloseTo(exact, within(exact * 0.01 + 0.001));
        }
    }

    @Test
    void countersAddUpAndGaugesKeepTheirExtremes() {
        MeterRegistry registry = new MeterRegistry();
        double[] level = {4};
        registry.gauge(DEPTH, () -> level[0]);
        registry.counter(HITS, "l1").add(3);
        registry.counter(HITS, "l2").add(2);
        Frame first = registry.close(1, START, Duration.ofSeconds(1));
        level[0] = 10;
        registry.counter(HITS, "l1").add(5);
        Frame second = registry.close(2, START.plusSeconds(1), Duration.ofSeconds(1));
        Frame both = Frame.rollUp(List.of(second, first));
        assertThat(both.counted(HITS.id())).isEqualTo(10);
        assertThat(both.rate(HITS.id())).isEqualTo(5);
        assertThat(both.counted(HITS.series("l1"))).isEqualTo(8);
        assertThat(both.reading(DEPTH.series())).isEqualTo(new Reading.Gauge(4, 7, 10, 2));
        assertThat(both.sequence()).isEqualTo(2);
        assertThat(both.start()).isEqualTo(START);
    }

    @Test
    void aHistogramSurvivesItsTextAndRefusesRubbish() {
        Histogram histogram = Histogram.of(0.25, 1, 10, 500, 80_000);
        assertThat(Histogram.decode(histogram.encode())).isEqualTo(histogram);
        assertThatThrownBy(() -> Histogram.decode("rubbish!")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a histogram");
    }

    @Test
    void aSeriesSurvivesItsText() {
        Series odd = Series.of("some.meter", "a,b", "c{d}", "e\\f", "");
        assertThat(Series.parse(odd.toString())).isEqualTo(odd);
        assertThat(Series.parse("plain")).isEqualTo(Series.of("plain"));
    }

    @Test
    void aRunawayLabelIsCappedAndCounted() {
        MeterRegistry registry = new MeterRegistry();
        for (int i = 0; i < MeterRegistry.MAX_SERIES + 50; i++) {
            registry.counter(HITS, "tier" + i).increment();
        }
        Frame frame = registry.close(1, START, Duration.ofSeconds(1));
        assertThat(frame.counted(HITS.id())).isEqualTo(MeterRegistry.MAX_SERIES);
        assertThat(frame.counted("meters.dropped")).isEqualTo(50);
    }

    @Test
    void derivedFiguresAreAbsentWhereNothingWasMeasured() {
        Frame idle = new MeterRegistry().close(1, START, Duration.ofSeconds(1));
        assertThat(DerivedMeters.of(idle)).containsOnlyKeys(DerivedMeters.THROUGHPUT, DerivedMeters.OFFERED);
    }

    @Test
    void refusedFailedAndLateRequestsAreErrorsAndACallersMistakeIsNone() {
        MeterRegistry registry = new MeterRegistry();
        for (Meters.Outcome outcome : Meters.Outcome.values()) {
            registry.counter(Meters.REQUESTS, outcome.label()).increment();
        }
        registry.counter(Meters.CACHE_HITS, "l1").add(6);
        registry.counter(Meters.CACHE_MISSES).add(2);
        registry.counter(Meters.CACHE_COALESCED).add(2);
        Frame frame = registry.close(1, START, Duration.ofSeconds(1));
        assertThat(DerivedMeters.of(frame)).containsEntry(DerivedMeters.ERRORS_PERCENT, 75.0)
                .containsEntry(DerivedMeters.CACHE_HIT_PERCENT, 60.0)
                .containsEntry(DerivedMeters.THROUGHPUT, 1.0);
    }
}
