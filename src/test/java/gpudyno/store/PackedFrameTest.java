package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFrameTest {
    private static final double[] VALUES = {0, -0.0, 1, -1, 0.1, 1e-300, 1.7e308, Long.MAX_VALUE, Long.MIN_VALUE, Double.NaN,
        Double.POSITIVE_INFINITY, 1L << 53, 17_179_869_184.0, 94.000001};

    private static Frame frame(SplittableRandom random, int series) {
        Map<Series, Reading> readings = new HashMap<>();
        for (int i = 0; i < series; i++) {
            if (random.nextInt(20) > 0) {
                readings.put(Series.of("meter." + i, "a,b\\" + i % 7, "line\nbreak", "Ω{}"), reading(random));
            }
        }
        return new Frame(random.nextLong(1L << 50), Instant.ofEpochSecond(1_800_000_000L, random.nextInt(1_000_000_000)),
                Duration.ofNanos(random.nextLong(1, 400_000_000_000L)), readings);
    }

    private static Reading reading(SplittableRandom random) {
        double value = random.nextBoolean() ? VALUES[random.nextInt(VALUES.length)] : random.nextDouble(1000);
        return switch (random.nextInt(5)) {
            case 0 -> Reading.Gauge.of(value);
            case 1 -> new Reading.Gauge(value, value / 3, random.nextInt(100), random.nextInt(1, 400));
            case 2 -> new Reading.Counter(value);
            case 3 -> new Reading.Distribution(Histogram.of(random.doubles(5, 0, 900).toArray()));
            default -> new Reading.Gauge(1, 2.5, 4, 10);
        };
    }

    @Test
    void whatIsPackedComesOutTheSame() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 300; i++) {
            Frame frame = frame(random, random.nextInt(1, 60));
            FrameLayout layout = random.nextBoolean() ? FrameLayout.of(frame) : FrameLayout.of(frame(random, 30));
            FrameLayout stored = FrameLayout.read(layout.write());
            assertThat(PackedFrame.unpack(PackedFrame.pack(frame, layout), stored, Set.of())).isEqualTo(frame);
            assertThat(PackedFrame.unpack(PackedFrame.pack(frame, layout), stored, Set.of("meter.3", "meter.5", "none")))
                    .isEqualTo(frame.only(Set.of("meter.3", "meter.5")));
        }
    }

    @Test
    void bytesThatWereDamagedAreRefused() {
        SplittableRandom random = new SplittableRandom(6);
        Frame frame = frame(random, 40);
        FrameLayout layout = FrameLayout.of(frame);
        byte[] packed = PackedFrame.pack(frame, layout);
        for (int cut = 0; cut < packed.length; cut += 7) {
            byte[] short_ = Arrays.copyOf(packed, cut);
            assertThatThrownBy(() -> PackedFrame.unpack(short_, layout, Set.of())).isInstanceOf(IllegalArgumentException.class);
        }
        for (int i = 0; i < 500; i++) {
            byte[] wrong = packed.clone();
            wrong[random.nextInt(wrong.length)] ^= (byte) random.nextInt(1, 256);
            try {
                PackedFrame.unpack(wrong, layout, Set.of());
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("not a packed frame");
            }
        }
    }

    @Test
    void theStoreKeepsFramesOfManyLayoutsAndThoseOfEarlierVersions(@TempDir Path path) {
        SplittableRandom random = new SplittableRandom(7);
        Instant begin = Instant.parse("2026-11-01T00:00:00Z");
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            // New processes come with every frame, and every hundredth frame has other meters altogether.
            Map<Series, Reading> readings = new HashMap<>();
            for (int j = 0; j < 20; j++) {
                readings.put(Series.of("gpu.meter", i / 100 + "-" + j), Reading.Gauge.of(random.nextDouble()));
            }
            readings.put(Series.of("gpu.process.memory", "GPU", String.valueOf(i), "python"), Reading.Gauge.of(i));
            frames.add(new Frame(i, begin.plusSeconds(10L * i), Duration.ofSeconds(10), readings));
        }
        Duration ten = Duration.ofSeconds(10);
        try (DataFolder folder = DataFolder.open(path)) {
            try (Store store = Store.open(folder)) {
                frames.forEach(frame -> store.frames().add(ten, frame));
            }
            // Another process reads the layouts from the store.
            try (Store store = Store.open(folder)) {
                assertThat(store.frames().between(ten, begin, begin.plusSeconds(9000))).isEqualTo(frames);
                assertThat(store.frames().between(ten, begin.plusSeconds(100), begin.plusSeconds(120), Set.of("gpu.process.memory")))
                        .extracting(frame -> frame.readings().keySet().iterator().next().labels().get(1)).containsExactly("10", "11");
                Frame late = frames.getLast();
                store.frames().add(ten, new Frame(901, begin.plusSeconds(9000), ten, late.readings()), begin.plusSeconds(8990));
                assertThat(store.frames().between(ten, begin, begin.plusSeconds(90_000))).as("a slice is dropped at a time").hasSize(701);
                for (int dropped = 1; dropped > 0;) {
                    dropped = store.frames().drop(ten, begin.plusSeconds(8990));
                }
                assertThat(store.frames().between(ten, begin, begin.plusSeconds(90_000))).hasSize(2);
            }
        }
    }
}
