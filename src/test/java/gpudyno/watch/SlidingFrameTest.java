package gpudyno.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingFrameTest {
    /// Series that come and go, frames that stall, and levels that span ten powers of ten: the window always holds what rolling its frames up
    /// from the start gives.
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 200})
    void aWindowHoldsWhatRollingUpItsFramesGives(int seconds) {
        Random random = new Random(seconds);
        SlidingFrame window = new SlidingFrame(Duration.ofSeconds(seconds), Set.of("level", "grown", "spread"));
        Deque<Frame> held = new ArrayDeque<>();
        long heldMillis = 0;
        for (int i = 1; i <= 1500; i++) {
            long millis = random.nextInt(40) == 0 ? 1 + random.nextInt(9000) : 900 + random.nextInt(200);
            Frame frame = new Frame(i, Instant.ofEpochSecond(i), Duration.ofMillis(millis), readings(random));
            held.addLast(frame);
            heldMillis += millis;
            while (held.size() > 1 && heldMillis > 1000L * seconds + millis / 2) {
                heldMillis -= held.removeFirst().length().toMillis();
            }
            window.add(frame);
            same(window.now(i, frame.end()), Frame.rollUp(held));
        }
    }

    private static Map<Series, Reading> readings(Random random) {
        Map<Series, Reading> readings = new HashMap<>();
        for (int s = 0; s < 5; s++) {
            double value = random.nextDouble() * Math.pow(10, random.nextInt(200) == 0 ? 10 : 1);
            if (random.nextInt(3) > 0) {
                readings.put(Series.of("level", "s" + s), new Reading.Gauge(value / 2, value, value * 2, 1 + random.nextInt(3)));
                readings.put(Series.of("grown", "s" + s), new Reading.Counter(value));
            }
            if (random.nextInt(3) == 0) {
                readings.put(Series.of("spread", "s" + s), new Reading.Distribution(Histogram.of(value)));
            }
        }
        readings.put(Series.of("other"), Reading.Gauge.of(1));
        return readings;
    }

    private static void same(Frame got, Frame wanted) {
        assertThat(got.length()).isEqualTo(wanted.length());
        Map<Series, Reading> expected = new HashMap<>(wanted.readings());
        expected.remove(Series.of("other"));
        assertThat(got.readings().keySet()).isEqualTo(expected.keySet());
        expected.forEach((series, reading) -> {
            switch (reading) {
                case Reading.Gauge gauge -> {
                    assertThat(got.gauge(series)).isCloseTo(gauge.mean(), within(1e-4 * Math.abs(gauge.mean()) + 1e-6));
                    assertThat(((Reading.Gauge) java.util.Objects.requireNonNull(got.reading(series))).samples())
                            .isEqualTo(gauge.samples());
                }
                case Reading.Counter(double growth) -> assertThat(got.counted(series)).isCloseTo(growth, within(1e-4 * growth + 1e-6));
                case Reading.Distribution _ -> assertThat(got.reading(series)).isEqualTo(reading);
            }
        });
    }
}
