package gpudyno.console.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final Instant START = Instant.parse("2026-11-28T02:00:00Z");
    private static final String GPU = "GPU-0";
    private final List<Frame> frames = new ArrayList<>();

    private void second(int at, Map<Series, Double> gauges, double requests) {
        Map<Series, Reading> readings = new HashMap<>();
        gauges.forEach((series, value) -> readings.put(series, Reading.Gauge.of(value)));
        readings.put(Meters.REQUESTS.series(Outcome.OK.label()), new Reading.Counter(requests));
        frames.add(new Frame(at, START.plusSeconds(at), Duration.ofSeconds(1), readings));
    }

    private static Map<Series, Double> capped(double on) {
        return Map.of(GpuMeters.THROTTLE_POWER.series(GPU), on, GpuMeters.POWER.series(GPU), 200 + 100 * on,
                GpuMeters.THROTTLE_POWER.series("GPU-1"), 1.0, GpuMeters.POWER.series("GPU-1"), 100.0);
    }

    @Test
    void aReasonHoldsFromTheFirstSecondToTheLastAndAGapEndsIt() {
        for (int at : new int[]{0, 1, 2, 3, 4, 20, 21}) {
            second(at, capped(at >= 2 ? 1 : 0), 0);
        }
        Course course = new Course(GPU, frames);
        assertThat(course.held(ThrottleReason.POWER)).containsExactly(
                new Course.Held(ThrottleReason.POWER, START.plusSeconds(2), START.plusSeconds(5)),
                new Course.Held(ThrottleReason.POWER, START.plusSeconds(20), START.plusSeconds(22)));
        assertThat(course.last().orElseThrow().from()).isEqualTo(START.plusSeconds(20));
        assertThat(course.told()).containsExactly(ThrottleReason.POWER);
    }

    @Test
    void theGreatestValueIsThatOfTheDeviceWithItsTime() {
        for (int at = 0; at < 5; at++) {
            second(at, capped(at == 3 ? 1 : 0), 0);
        }
        assertThat(new Course(GPU, frames).maxima()).containsExactly(new Course.Maximum(GpuMeters.POWER, 300, START.plusSeconds(4)));
        assertThat(new Course("GPU-9", frames).maxima()).isEmpty();
    }

    @Test
    void theEnergyOfARequestIsThatOfAllGpus() {
        for (int at = 0; at < 10; at++) {
            second(at, capped(0), 50);
        }
        assertThat(new Course(GPU, frames).energyOfARequest()).isCloseTo(300.0 / 50, within(1e-9));
        frames.clear();
        second(0, capped(0), 0);
        assertThat(new Course(GPU, frames).energyOfARequest()).isNaN();
    }

    @Test
    void secondsWithoutAValueAreAGapAndNoZero() {
        second(0, capped(0), 0);
        second(1, Map.of(), 0);
        second(2, capped(0), 0);
        assertThat(new Course(GPU, frames).line("power", gpudyno.console.kit.SeriesColor.RESERVED, gpudyno.console.chart.Line.Style.LINE,
                frame -> frame.gauge(GpuMeters.POWER.series(GPU))).values()).containsExactly(200, 200);
    }
}
