package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterKind;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Sample;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PushedMetersTest {
    private final MeterRegistry registry = new MeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final PushedMeters meters = new PushedMeters(registry, nanos::get);

    private Frame frame(long sequence) {
        return registry.close(sequence, Instant.EPOCH, Duration.ofSeconds(1));
    }

    private int push(String meter, double value, String... labels) {
        return meters.push(List.of(new Sample(Series.of(meter, labels), value)));
    }

    /// A million label values over many meters of each kind: what is held stays what may be held, and what is left is counted.
    @Test
    void aMillionLabelValuesAreBoundedAndCounted() {
        for (int i = 0; i < 10; i++) {
            meters.declare(Meter.gauge("level" + i, "1", "", "user"));
            meters.declare(Meter.counter("grown" + i, "1", "", "user"));
            meters.declare(Meter.distribution("spread" + i, "1", "", "user"));
        }
        long before = used();
        long dropped = 0;
        for (int batch = 0; batch < 100; batch++) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                String meter = List.of("level", "grown", "spread").get(i % 3) + i / 3 % 10;
                samples.add(new Sample(Series.of(meter, "user" + batch + "." + i), 1));
            }
            dropped += meters.push(samples);
        }
        long held = registry.totals().size() - 1L;
        assertThat(held + dropped).isEqualTo(1_000_000);
        assertThat(held).isLessThanOrEqualTo(PushedMeters.MOST_WEIGHT);
        assertThat(frame(1).counted(MeterRegistry.DROPPED.id())).isEqualTo(dropped);
        assertThat(used() - before).as("bytes held").isLessThan(64L << 20);
        // Built-in meters are not kept out by what users flood.
        registry.gauge(Meter.gauge("own", "1", ""), () -> 5);
        assertThat(frame(2).gauge("own")).isEqualTo(5);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aLevelNobodyPushesGoesStaleAndThenMakesRoom() {
        meters.declare(Meter.gauge("level", "1", "", "pod"));
        for (int i = 0; i < 1000; i++) {
            assertThat(push("level", i, "p" + i)).isZero();
        }
        assertThat(push("level", 1, "one more")).isEqualTo(1);
        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        assertThat(frame(1).gauge(Series.of("level", "p3"))).isNaN();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        meters.accept(frame(60));
        assertThat(push("level", 1, "one more")).isZero();
        assertThat(frame(61).gauge(Series.of("level", "one more"))).isEqualTo(1);
    }

    @Test
    void whatIsNotFiniteFallsOrHasNoFitNameIsRefusedWithItsReason() {
        meters.declare(Meter.gauge("level", "1", ""));
        meters.declare(Meter.counter("grown", "1", ""));
        assertThatThrownBy(() -> push("level", Double.NaN)).hasMessageContaining("finite");
        assertThatThrownBy(() -> push("level", Double.POSITIVE_INFINITY)).hasMessageContaining("finite");
        assertThatThrownBy(() -> push("grown", -1)).hasMessageContaining("grows by 0");
        assertThatThrownBy(() -> push("grown", 1e300)).hasMessageContaining("grows by 0");
        assertThatThrownBy(() -> push("unknown", 1)).hasMessageContaining("unknown");
        assertThatThrownBy(() -> push("level", 1, "label")).hasMessageContaining("got 1 values");
        assertThatThrownBy(() -> meters.declare(new Meter("a", "1", MeterKind.GAUGE, "", List.of("pod", "pod"))))
                .hasMessageContaining("different");
        assertThatThrownBy(() -> meters.declare(new Meter("a", "1", MeterKind.GAUGE, "", List.of("po d")))).hasMessageContaining("[po d]");
        assertThatThrownBy(() -> meters.declare(Meter.gauge("a".repeat(200), "1", ""))).hasMessageContaining("120");
    }

    @Test
    void aDerivedMeterFollowsItsSourcesAndIsAbsentWithoutThem() {
        meters.declare(Meter.counter("jobs", "1", "", "kind"));
        meters.derive(Meter.gauge("jobs.per.minute", "1", ""), "60.0 * rate(jobs)");
        assertThat(frame(1).gauge("jobs.per.minute")).isNaN();
        push("jobs", 2, "a");
        push("jobs", 1, "b");
        meters.accept(frame(2));
        assertThat(frame(3).gauge("jobs.per.minute")).isEqualTo(180);
        assertThatThrownBy(() -> meters.derive(Meter.gauge("wrong", "1", ""), "rate(jobs, \"5m\")")).hasMessageContaining("one frame");
        assertThatThrownBy(() -> meters.derive(Meter.gauge("wrong", "1", ""), "jobs > 1.0")).hasMessageContaining("column");
        assertThatThrownBy(() -> meters.derive(Meter.gauge("wrong", "1", ""), "sum(nowhere)")).hasMessageContaining("nowhere");
    }
}
