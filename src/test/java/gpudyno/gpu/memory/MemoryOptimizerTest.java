package gpudyno.gpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.memory.Forecast;
import gpudyno.model.memory.Held;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.MemoryAction.Kind;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.memory.Mode;
import gpudyno.model.memory.Pressure;
import gpudyno.model.memory.Reclaimable;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.GpuMeters;
import gpudyno.model.meter.Histogram;
import gpudyno.model.meter.MemoryMeters;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryOptimizerTest {
    private static final long BUDGET = 1_000_000_000;
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

    private final MeterRegistry registry = new MeterRegistry();
    private final Arena arena = new Arena();
    private final Bench bench = new Bench();
    private final MemoryOptimizer optimizer = new MemoryOptimizer(List.of(arena), BUDGET, registry,
            () -> BEGIN.plusSeconds(this.second), bench);
    private long second;

    /// Memory that gives back as much as the test says.
    private static final class Arena implements Reclaimable {
        private long reserved = 300L << 20;
        private long allocated = 100L << 20;
        private long givesBack = Long.MAX_VALUE;
        private int asked;
        private String failure = "";

        @Override
        public String name() {
            return "arena";
        }

        @Override
        public String device() {
            return "host";
        }

        @Override
        public Optional<Held> held() {
            return Optional.of(new Held(Held.Source.ARENA, reserved, allocated));
        }

        @Override
        public void reclaim(Depth depth) {
            asked++;
            if (!failure.isEmpty()) {
                throw new IllegalStateException(failure);
            }
            reserved -= Math.min(givesBack, reserved - allocated);
        }
    }

    private static final class Bench implements MemoryOptimizer.Host {
        private Mode mode = Mode.AUTOMATIC;
        private boolean measuring;
        private boolean busy;
        private final List<Runnable> waiting = new ArrayList<>();
        private int batchSize = 32;
        private int bound;
        private final List<Integer> bounds = new ArrayList<>();
        private final List<MemoryAction> done = new ArrayList<>();
        private final List<MemoryAction> completed = new ArrayList<>();

        @Override
        public Mode mode() {
            return mode;
        }

        @Override
        public boolean isMeasuring() {
            return measuring;
        }

        @Override
        public int batchSize() {
            return batchSize;
        }

        @Override
        public void boundBatches(int most) {
            if (most != bound) {
                bounds.add(most);
            }
            bound = most;
        }

        @Override
        public void done(MemoryAction action) {
            done.add(action);
        }

        @Override
        public void completed(MemoryAction action) {
            completed.add(action);
        }

        @Override
        public void later(Runnable work) {
            if (busy) {
                waiting.add(work);
            } else {
                work.run();
            }
        }
    }

    /// A second in which a share of the budget is in use.
    private void pass(double percent) {
        Map<Series, Reading> readings = new HashMap<>();
        readings.put(Meters.RESIDENT.series(), Reading.Gauge.of(percent / 100 * BUDGET));
        readings.put(Meters.RESPONSE.series(), new Reading.Distribution(Histogram.of(second < 30 ? 10 : 20)));
        optimizer.accept(new Frame(second, BEGIN.plusSeconds(second), Duration.ofSeconds(1), readings));
        second++;
    }

    private void pass(double percent, int seconds) {
        for (int i = 0; i < seconds; i++) {
            pass(percent);
        }
    }

    @ParameterizedTest
    @CsvSource({"69.9,LOW", "70,MEDIUM", "84.9,MEDIUM", "85,HIGH", "94.9,HIGH", "95,CRITICAL", "100,CRITICAL"})
    void pressureBeginsAtItsThreshold(double percent, Pressure pressure) {
        pass(percent);
        assertThat(optimizer.profiles().getFirst().pressure()).isEqualTo(pressure);
        assertThat(registry.close(1, BEGIN, Duration.ofSeconds(1)).gauge(MemoryMeters.PRESSURE.series("host")))
                .isEqualTo(pressure.level());
    }

    @Test
    void aFrameLongerThanWhatIsComparedIsTakenIn() {
        pass(50);
        optimizer.accept(new Frame(second, BEGIN.plusSeconds(1), MemoryOptimizer.COMPARED.plusSeconds(5),
                Map.of(Meters.RESIDENT.series(), Reading.Gauge.of(0.9 * BUDGET))));
        assertThat(optimizer.profiles().getFirst().percent()).isEqualTo(90);
    }

    @Test
    void fragmentationIsTheShareOfTheReservedThatIsNotInUse() {
        bench.mode = Mode.OFF;
        pass(50);
        Frame read = registry.close(1, BEGIN, Duration.ofSeconds(1));
        assertThat(read.gauge(MemoryMeters.FRAGMENTATION.series("host"))).isEqualTo(100 * 200.0 / 300);
        assertThat(optimizer.profiles().getFirst().idle()).isEqualTo(200L << 20);
        assertThat(new Held(Held.Source.ARENA, 0, 0).fragmentation()).isZero();
    }

    @Test
    void theGrowthOfAGpuIsForecastWithItsInterval() {
        Profiles profiles = new Profiles(List.of(), BUDGET);
        Random random = new Random(7);
        long total = 24L << 30;
        double perMinute = 200L << 20;
        MemoryProfile last = null;
        for (int at = 0; at < 600; at++) {
            double used = (8L << 30) + perMinute * at / 60 + random.nextGaussian() * (20L << 20);
            last = profiles.of(new Frame(at, BEGIN.plusSeconds(at), Duration.ofSeconds(1), Map.of(
                    GpuMeters.MEMORY_TOTAL.series("gpu"), Reading.Gauge.of(total),
                    GpuMeters.MEMORY_USED.series("gpu"), Reading.Gauge.of(used)))).getFirst();
        }
        Forecast forecast = Objects.requireNonNull(Objects.requireNonNull(last).forecast());
        assertThat(forecast.bytesPerMinute()).isBetween(0.97 * perMinute, 1.03 * perMinute);
        assertThat(forecast.low()).isLessThan(perMinute);
        assertThat(forecast.high()).isGreaterThan(perMinute);
        double minutes = (0.9 * total - last.used()) / perMinute;
        assertThat(forecast.until().toSeconds() / 60.0).isCloseTo(minutes, Percentage.withPercentage(4));
        assertThat(forecast.earliest()).isLessThan(forecast.until());
        assertThat(forecast.latest()).isGreaterThan(forecast.until());
        assertThat(forecast.band()).isEqualTo(Forecast.Band.WATCH);
    }

    @Test
    void aLevelThatOnlyVariesHasNoForecast() {
        Random random = new Random(3);
        int forecasts = 0;
        for (int run = 0; run < 100; run++) {
            Trend trend = new Trend();
            for (int at = 0; at < 600; at++) {
                trend.add(BEGIN.plusSeconds(at), 1e9 + random.nextGaussian() * 1e8);
            }
            forecasts += Objects.requireNonNull(trend.slope()).low() > 0 ? 1 : 0;
        }
        assertThat(forecasts).as("of 100, where 2.5 are expected by chance").isLessThanOrEqualTo(8);
    }

    @Test
    void oneBurstDoesNotMoveTheTrend() {
        Trend trend = new Trend();
        for (int at = 0; at < 600; at++) {
            trend.add(BEGIN.plusSeconds(at), at > 540 ? 5e9 : 1e9);
        }
        assertThat(Objects.requireNonNull(trend.slope()).perMinute()).isZero();
    }

    @Test
    void unusedMemoryIsGivenBackAtHighPressureAndTheFreedBytesAreMeasured() {
        pass(50, 20);
        assertThat(arena.asked).isZero();
        pass(88, 11);
        assertThat(arena.asked).isEqualTo(1);
        assertThat(trims()).singleElement().satisfies(action -> {
            assertThat(action.freed()).isEqualTo(200L << 20);
            assertThat(action.p95Before()).isBetween(9.9, 10.1);
            assertThat(action.line()).contains("200 MiB freed").contains("88 %");
        });
        pass(88, 20);
        assertThat(bench.completed).isNotEmpty();
    }

    @Test
    void oneTrimIsAskedForHoweverLongItWaitsToBegin() {
        bench.busy = true;
        pass(88, 40);
        assertThat(bench.waiting).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"4.99,ACT_NOW", "5,PREPARE", "29.99,PREPARE", "30,WATCH", "119.99,WATCH", "120,CALM"})
    void theBandFollowsFromTheTimeLeft(double minutes, Forecast.Band band) {
        assertThat(Objects.requireNonNull(Forecast.of(100, 50, 200, 100 * minutes)).band()).isEqualTo(band);
    }

    @Test
    void aGrowthThatMayBeNoneHasNoForecast() {
        assertThat(Forecast.of(100, 0, 200, 1000)).isNull();
        assertThat(Forecast.of(100, -1, 200, 1000)).isNull();
    }

    @Test
    void whatAnArenaOnlyClaimsToFreeIsNotCounted() {
        arena.givesBack = 0;
        pass(88, 400);
        assertThat(trims()).allSatisfy(action -> {
            assertThat(action.freed()).isZero();
            assertThat(action.line()).contains("nothing was freed");
        });
        assertThat(arena.asked).as("asked again ever less often").isEqualTo(3);
    }

    @Test
    void aFailureIsToldAndTheRestGoesOn() {
        arena.failure = "session is closed";
        MemoryAction action = optimizer.trim("host", Reclaimable.Depth.SHRINK);
        assertThat(action.failure()).isEqualTo("arena: session is closed");
        assertThat(action.line()).contains("could not be given back: arena: session is closed");
        pass(50);
    }

    @Test
    void theBackendIsBuiltAnewWhereShrinkingFreedLittle() {
        arena.givesBack = 1 << 20;
        arena.reserved = arena.allocated + (20L << 20);
        pass(96, 30);
        assertThat(arena.asked).as("20 MiB are not worth a trim").isZero();
        arena.reserved = arena.allocated + (40L << 20);
        pass(96, 1);
        assertThat(trims()).extracting(MemoryAction::kind).containsExactly(Kind.AUTOMATIC_TRIM);
        arena.reserved = arena.allocated + (20L << 20);
        pass(96, 200);
        assertThat(trims()).extracting(MemoryAction::kind).containsExactly(Kind.AUTOMATIC_TRIM, Kind.RECYCLE);
    }

    @Test
    void batchesAreBoundedByPressureAndTheBoundIsLifted() {
        pass(50, 10);
        pass(86, 10);
        assertThat(bench.bound).isEqualTo(16);
        pass(97, 10);
        assertThat(bench.bound).isEqualTo(8);
        pass(75, 300);
        assertThat(bench.bound).as("medium pressure leaves it").isEqualTo(8);
        pass(60, 300);
        assertThat(bench.bound).isZero();
        assertThat(bench.bounds).containsExactly(16, 8, 16, 0);
        assertThat(bench.done.getLast().line()).startsWith("Batches are no longer bounded");
    }

    @Test
    void whileBatchesAreBoundedUnusedMemoryIsGivenBackSoThatTheBoundCanBeLifted() {
        arena.reserved = arena.allocated;
        pass(86, 10);
        arena.reserved = arena.allocated + (200L << 20);
        pass(75, 10);
        assertThat(trims()).singleElement().matches(action -> action.freed() == 200L << 20);
    }

    @Test
    void theBoundFollowsTheKnob() {
        pass(86, 10);
        assertThat(bench.bound).isEqualTo(16);
        bench.batchSize = 4;
        pass(86);
        assertThat(bench.bound).isEqualTo(2);
        bench.batchSize = 1;
        pass(97, 10);
        assertThat(bench.bound).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"70", "85", "95"})
    void tenMinutesOfNoiseAroundAThresholdMakeTheBoundSwingAtMostTwice(double threshold) {
        Random random = new Random(11);
        arena.reserved = arena.allocated;
        for (int at = 0; at < 600; at++) {
            pass(threshold + random.nextGaussian() * 3);
        }
        assertThat(bench.bounds).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aLevelThatFallsEachTimeTheBoundFallsDoesNotSwingForEver() {
        arena.reserved = arena.allocated;
        for (int at = 0; at < 3600; at++) {
            pass(bench.bound == 0 ? 88 : 60);
        }
        assertThat(bench.bounds).as("changes within an hour, with waits of 1, 2, 4, 8, 16 and 16 minutes").hasSizeLessThanOrEqualTo(13);
    }

    @Test
    void nothingIsDoneWhileItIsOffOrASessionMeasures() {
        for (Mode mode : List.of(Mode.OFF, Mode.RECOMMEND)) {
            bench.mode = mode;
            pass(97, 120);
        }
        bench.mode = Mode.AUTOMATIC;
        bench.measuring = true;
        pass(97, 120);
        assertThat(arena.asked).isZero();
        assertThat(bench.bounds).isEmpty();
        assertThatThrownBy(() -> optimizer.trim("host", Reclaimable.Depth.SHRINK)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("session");
    }

    @Test
    void aSessionThatBeginsLiftsTheBound() {
        pass(97, 10);
        assertThat(bench.bound).isEqualTo(8);
        bench.measuring = true;
        pass(97, 10);
        assertThat(bench.bound).isZero();
    }

    @Test
    void aDeviceThatHoldsNothingOfTheNodeIsRefusedByName() {
        assertThatThrownBy(() -> optimizer.trim("gpu-7", Reclaimable.Depth.SHRINK)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gpu-7").hasMessageContaining("host");
    }

    private List<MemoryAction> trims() {
        return bench.done.stream().filter(action -> action.kind() != Kind.BATCH_CAP).toList();
    }
}
