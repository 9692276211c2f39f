package gpudyno.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PolicyRaceTest {
    private static final int CAPACITY = 8_192;

    /// Feeds the keys of a stream that are in the sample.
    private static long run(PolicyRace race, long[] keys) {
        long sampled = 0;
        for (long key : keys) {
            if (key >>> 32 < race.bound()) {
                sampled++;
                race.request(key);
            }
        }
        return sampled;
    }

    private static double live(EvictionPolicy policy, long[] keys) {
        return 100.0 * Arrays.stream(keys).filter(policy::request).count() / keys.length;
    }

    @Test
    void popularKeysAndALoopLargerThanTheCacheAreLeftToTinyLfu() {
        for (String name : new String[]{"zipf 0.8", "loop 2", "scan"}) {
            PolicyRace race = new PolicyRace(CAPACITY);
            run(race, Streams.of(name, CAPACITY, 2_000_000, 3));
            assertThat(race.followed()).as(name).isEqualTo(PolicyKind.W_TINY_LFU);
            assertThat(race.switches()).as(name).isZero();
            assertThat(race.hitPercent(PolicyKind.W_TINY_LFU)).as(name).isGreaterThan(race.hitPercent(PolicyKind.LRU));
        }
    }

    @Test
    void conversationsAreLeftToLruAndALoopAfterThemAgainToTinyLfu() {
        PolicyRace race = new PolicyRace(CAPACITY);
        run(race, Streams.of("conversations", CAPACITY, 2_000_000, 5));
        assertThat(race.followed()).isEqualTo(PolicyKind.LRU);
        assertThat(race.switches()).isEqualTo(1);
        assertThat(race.hitPercent(PolicyKind.LRU)).isGreaterThan(race.hitPercent(PolicyKind.W_TINY_LFU) + 5);
        run(race, Streams.of("loop 2", CAPACITY, 2_000_000, 5));
        assertThat(race.followed()).isEqualTo(PolicyKind.W_TINY_LFU);
        assertThat(race.switches()).isEqualTo(2);
    }

    @Test
    void theShadowsHitWhatCachesOfFullSizeHit() {
        PolicyRace race = new PolicyRace(CAPACITY);
        long[] keys = Streams.of("conversations", CAPACITY, 400_000, 7);
        long sampled = run(race, keys);
        assertThat(race.shadowKeys()).isEqualTo(512);
        assertThat(race.requests()).isEqualTo(sampled).isBetween(15_000L, 40_000L);
        long[] last = Arrays.copyOfRange(keys, 200_000, keys.length);
        EvictionPolicy lru = new Lru(CAPACITY);
        live(lru, Arrays.copyOf(keys, 200_000));
        assertThat(race.hitPercent(PolicyKind.LRU)).isCloseTo(live(lru, last), within(6.0));
    }

    @Test
    void aSmallCacheIsShadowedWhole() {
        PolicyRace race = new PolicyRace(100);
        assertThat(race.shadowKeys()).isEqualTo(100);
        assertThat(race.bound()).isEqualTo(1L << 32);
        race.fits(105);
        assertThat(race.shadowKeys()).as("within a tenth").isEqualTo(100);
        race.fits(CAPACITY);
        assertThat(race.shadowKeys()).isEqualTo(512);
        assertThat(race.bound()).isEqualTo((1L << 32) * 512 / CAPACITY);
    }

    @Test
    void aPinIsFollowedWhateverTheShadowsSayAndItsEndStartsTheRaceWhereItStands() {
        PolicyRace race = new PolicyRace(CAPACITY);
        race.pin(PolicyKind.LRU);
        assertThat(race.followed()).isEqualTo(PolicyKind.LRU);
        run(race, Streams.of("loop 2", CAPACITY, 1_000_000, 9));
        assertThat(race.followed()).isEqualTo(PolicyKind.LRU);
        assertThat(race.hitPercent(PolicyKind.LRU)).isLessThan(race.hitPercent(PolicyKind.W_TINY_LFU));
        race.pin(null);
        assertThat(race.followed()).isEqualTo(PolicyKind.LRU);
        run(race, Streams.of("loop 2", CAPACITY, 1_000_000, 9));
        assertThat(race.followed()).isEqualTo(PolicyKind.W_TINY_LFU);
        assertThat(race.switches()).isEqualTo(2);
    }

    @Test
    void nothingIsToldBeforeTheFirstRequestAndBadInputIsRefused() {
        assertThat(new PolicyRace(10).hitPercent(PolicyKind.LRU)).isNaN();
        assertThatThrownBy(() -> new PolicyRace(0)).hasMessageContaining("at least one entry, got 0");
        assertThatThrownBy(() -> new PolicyRace(10).pin(PolicyKind.ARC)).hasMessageContaining("w-tinylfu or lru, got arc");
    }
}
