package gpudyno.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.cache.policy.PolicyKind;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbeddingCacheTest {
    private static final int DIMENSIONS = 384;
    private final MeterRegistry meters = new MeterRegistry();
    private final EmbeddingCache cache = new EmbeddingCache(meters, 1 << 20, Duration.ofHours(1));

    private static TokenKey key(int... ids) {
        return new TokenKey(ids);
    }

    private static Embedding embedding(long seed) {
        Random random = new Random(seed);
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (random.nextGaussian() / 20);
        }
        return new Embedding(vector);
    }

    private Frame frame() {
        return meters.close(1, Instant.EPOCH, Duration.ofSeconds(1));
    }

    @Test
    void allInputsOfARequestAreLookedUpAtOnceInTheirOrder() {
        Embedding first = embedding(1);
        Embedding third = embedding(3);
        cache.put(key(101, 1, 102), first);
        cache.put(key(101, 3, 102), third);
        assertThat(cache.getAll(List.of(key(101, 3, 102), key(101, 2, 102), key(101, 1, 102), key(101, 3, 102)))).containsExactly(third,
                null,
                first, third);
        assertThat(cache.getAll(List.of())).isEmpty();
        assertThat(cache.contains(key(101, 1, 102))).isTrue();
        assertThat(cache.contains(key(101, 2, 102))).isFalse();
    }

    /// 31 * 1 + 0 equals 31 * 0 + 31: these two have the same hash.
    @Test
    void idsWithTheSameHashAreNotMixedUp() {
        assertThat(key(1, 0)).hasSameHashCodeAs(key(0, 31));
        cache.put(key(1, 0), embedding(1));
        assertThat(cache.getAll(List.of(key(0, 31)))).containsExactly((Embedding) null);
    }

    @Test
    void theBoundHoldsAndWhatMustGoIsCounted() {
        for (int i = 0; i < 1000; i++) {
            cache.put(key(101, i, 102), embedding(i));
            assertThat(cache.bytes()).isLessThanOrEqualTo(1 << 20);
        }
        Frame frame = frame();
        double held = frame.gauge(Meters.CACHE_ENTRIES.id());
        assertThat(held).isBetween(100.0, 999.0);
        assertThat(frame.counted(Meters.CACHE_EVICTIONS.id())).isEqualTo(1000 - held);
        assertThat(frame.gauge(Meters.CACHE_BYTES.id())).isEqualTo((double) cache.bytes());
    }

    @Test
    void aSmallerBoundEvictsAtOnceAndALargerOneKeepsWhatIsThere() {
        for (int i = 0; i < 100; i++) {
            cache.put(key(i), embedding(i));
        }
        long before = cache.bytes();
        cache.resize(before / 2);
        assertThat(cache.bytes()).isLessThanOrEqualTo(before / 2);
        assertThat(cache.maxBytes()).isEqualTo(before / 2);
        long kept = cache.bytes();
        cache.resize(1 << 20);
        assertThat(cache.bytes()).isEqualTo(kept);
        assertThat(frame().counted(Meters.CACHE_EVICTIONS.id())).isBetween(50.0, 60.0);
    }

    @Test
    void aShorterLifeTurnedWhileItRunsExpiresWhatIsThereAndIsCountedApartFromEvictions() {
        cache.put(key(1), embedding(1));
        cache.setTtl(Duration.ofMillis(20));
        assertThat(cache.ttl()).isEqualTo(Duration.ofMillis(20));
        await().atMost(Duration.ofSeconds(5)).until(() -> !cache.contains(key(1)));
        cache.resize(cache.maxBytes());
        Frame frame = frame();
        assertThat(frame.counted(Meters.CACHE_EXPIRATIONS.id())).isEqualTo(1);
        assertThat(frame.counted(Meters.CACHE_EVICTIONS.id())).isZero();
    }

    @Test
    void clearingEmptiesItAndIsNoEviction() {
        cache.put(key(1), embedding(1));
        cache.clear();
        Frame frame = frame();
        assertThat(cache.bytes()).isZero();
        assertThat(frame.gauge(Meters.CACHE_ENTRIES.id())).isZero();
        assertThat(frame.counted(Meters.CACHE_EVICTIONS.id())).isZero();
    }

    @Test
    void aPinnedPolicyIsFollowedAtOnceAndKeepsWhatIsThereWithItsAge() {
        for (int i = 0; i < 200; i++) {
            cache.put(key(i), embedding(i));
        }
        long bytes = cache.bytes();
        Duration age = cache.entry(key(3)).orElseThrow().age();
        for (PolicyKind kind : List.of(PolicyKind.LRU, PolicyKind.W_TINY_LFU, PolicyKind.LRU)) {
            cache.policy(kind);
            assertThat(cache.followed()).isEqualTo(kind);
            await().until(() -> !cache.isMoving());
            assertThat(cache.size()).isEqualTo(200);
            assertThat(cache.bytes()).isEqualTo(bytes);
            assertThat(cache.entries(_ -> true)).hasSize(200);
            assertThat(cache.entry(key(3)).orElseThrow().age()).isGreaterThan(age);
        }
        assertThat(cache.policy()).isEqualTo(PolicyKind.LRU);
        assertThat(frame().counted(Meters.CACHE_EVICTIONS.id())).isZero();
    }

    @Test
    void theBoundAndTheCountsHoldUnderLruAsWell() {
        cache.policy(PolicyKind.LRU);
        for (int i = 0; i < 1000; i++) {
            cache.put(key(101, i, 102), embedding(i));
            assertThat(cache.bytes()).isLessThanOrEqualTo(1 << 20);
        }
        await().until(() -> !cache.isMoving());
        assertThat(cache.contains(key(101, 999, 102))).isTrue();
        assertThat(cache.contains(key(101, 0, 102))).isFalse();
        assertThat(frame().counted(Meters.CACHE_EVICTIONS.id())).isEqualTo(1000.0 - cache.size());
    }

    /// Each key is asked for a few times soon after it came and never again: LRU keeps what is still needed.
    @Test
    void aStreamThatSuitsLruTurnsTheCacheToItAndTheEvidenceIsTold() {
        Embedding value = embedding(1);
        Random random = new Random(4);
        for (int i = 0; i < 60_000 && cache.followed() != PolicyKind.LRU; i++) {
            TokenKey key = key(101, i / 4 + random.nextInt(190), 102);
            if (cache.getAll(List.of(key))[0] == null) {
                cache.put(key, value);
            }
        }
        assertThat(cache.followed()).isEqualTo(PolicyKind.LRU);
        assertThat(cache.policy()).isEqualTo(PolicyKind.ADAPTIVE);
        RaceStanding race = cache.stream().race();
        assertThat(race.switches()).isEqualTo(1);
        assertThat(race.sinceSwitch()).isPresent();
        assertThat(race.recentPercent()).isGreaterThan(race.frequentPercent());
        Frame frame = frame();
        assertThat(frame.gauge(Series.of(Meters.CACHE_SHADOW_HITS.id(), "lru"))).isEqualTo(race.recentPercent());
        assertThat(frame.gauge(Series.of(Meters.CACHE_SHADOW_HITS.id(), "w-tinylfu"))).isEqualTo(race.frequentPercent());
    }

    @Test
    void whatATestAsksForDoesNotTurnIt() {
        cache.stream().pause(true);
        for (int i = 0; i < 2_000; i++) {
            cache.getAll(List.of(key(i)));
        }
        assertThat(cache.stream().race().requests()).isZero();
    }

    /// The heap that 3,000 entries really take, measured, against what they weigh.
    @Test
    void theWeightIsWhatTheHeapSpends() {
        int count = 3000;
        cache.resize(64 << 20);
        List<TokenKey> keys = new ArrayList<>();
        long before = heap();
        for (int i = 0; i < count; i++) {
            keys.add(key(101, i, 7, 8, 9, 10, 11, 12, 13, 14, 102));
            cache.put(keys.getLast(), embedding(i));
        }
        double spent = (double) (heap() - before) / count;
        System.out.printf("A cached vector of %d floats takes %.0f bytes of heap and weighs %d.%n", DIMENSIONS, spent,
                cache.bytes() / count);
        assertThat((double) cache.bytes() / count).as("heap of an entry: %.0f bytes", spent).isBetween(0.85 * spent, 1.15 * spent);
        assertThat(keys).hasSize(count);
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
