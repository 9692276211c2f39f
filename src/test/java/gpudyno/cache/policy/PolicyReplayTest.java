package gpudyno.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyReplayTest {
    private static Set<Long> residents(EvictionPolicy policy) {
        List<Long> all = new ArrayList<>();
        policy.forEachResident(all::add);
        assertThat(all).doesNotHaveDuplicates();
        return new HashSet<>(all);
    }

    /// Requests that dwell on some keys, come back to others and bring new ones, so that every queue and every list of ghosts is used.
    private static long key(Random random, int i, int capacity) {
        return KeyHash.mix(switch (random.nextInt(4)) {
            case 0 -> random.nextInt(capacity + 1);
            case 1 -> -1 - i % (2L * capacity + 1);
            case 2 -> 1_000_000 + i / 3;
            default -> 2_000_000 + (long) (Math.abs(random.nextGaussian()) * capacity * 2);
        });
    }

    @ParameterizedTest
    @EnumSource(PolicyKind.class)
    void aHitIsAKeyThatIsHeldAndNoMoreAreHeldThanTheCapacity(PolicyKind kind) {
        for (int capacity : new int[]{1, 2, 3, 10, 60}) {
            EvictionPolicy policy = kind.create(capacity);
            Random random = new Random(capacity);
            Set<Long> before = Set.of();
            int hits = 0;
            for (int i = 0; i < 2_000; i++) {
                long key = key(random, i, capacity);
                boolean hit = policy.request(key);
                assertThat(hit).isEqualTo(before.contains(key));
                hits += hit ? 1 : 0;
                Set<Long> after = residents(policy);
                assertThat(after).hasSizeLessThanOrEqualTo(capacity);
                Set<Long> arrived = new HashSet<>(after);
                arrived.removeAll(before);
                assertThat(arrived).isSubsetOf(Set.of(key));
                before = after;
            }
            assertThat(before).hasSize(capacity);
            assertThat(hits).isPositive();
        }
    }

    @Test
    void lruAndTheOptimumAgreeWithAnIndependentSimulator() {
        for (String name : Streams.names()) {
            long[] keys = Streams.of(name, 200, 10_000, 5);
            Map<String, PolicyReplay.Score> scores = replay(200, keys).policies();
            assertThat(score(scores, "lru").hits()).as(name).isEqualTo(IndependentCaches.lruHits(keys, 200));
            assertThat(score(scores, "optimum").hits()).as(name).isEqualTo(IndependentCaches.beladyHits(keys, 200));
            assertThat(scores.values()).as(name).allMatch(score -> score.hits() <= score(scores, "optimum").hits());
        }
    }

    private static PolicyReplay.Score score(Map<String, PolicyReplay.Score> scores, String policy) {
        return Objects.requireNonNull(scores.get(policy), policy);
    }

    private static PolicyReplay.Outcome replay(int capacity, long[] keys) {
        PolicyReplay replay = new PolicyReplay(capacity);
        for (long key : keys) {
            replay.request(key);
        }
        return replay.outcome();
    }

    @Test
    void switchingToAnotherPolicyKeepsEveryEntry() {
        int capacity = 500;
        Adaptive adaptive = new Adaptive(capacity);
        for (long key : Streams.of("mixed", capacity, 40_000, 1)) {
            int switches = adaptive.switches();
            Set<Long> before = switches < 3 ? residents(adaptive) : Set.of();
            adaptive.request(key);
            if (adaptive.switches() > switches && switches < 3) {
                before.removeAll(residents(adaptive));
                // The request itself may push one out.
                assertThat(before).hasSizeLessThanOrEqualTo(1);
            }
        }
        assertThat(adaptive.switches()).isGreaterThan(2);
    }

    /// A few of the streams of `packaging/bench/cache-policies`, shorter, and with wider bars: a short stream varies more.
    @Test
    void theAdaptivePolicyIsAheadOfBothAndNeverFarBehindTheBetterOne() {
        double adaptive = 0;
        double lru = 0;
        double tinyLfu = 0;
        List<String> names = List.of("zipf 0.8", "loop 1.1", "scan", "mixed", "conversations", "drift");
        for (String name : names) {
            Map<String, PolicyReplay.Score> scores = replay(500, Streams.of(name, 500, 50_000, 3)).policies();
            adaptive += score(scores, "adaptive").percent() / names.size();
            lru += score(scores, "lru").percent() / names.size();
            tinyLfu += score(scores, "w-tinylfu").percent() / names.size();
            assertThat(score(scores, "adaptive").percent()).as(name)
                    .isGreaterThan(Math.max(score(scores, "lru").percent(), score(scores, "w-tinylfu").percent()) - 2);
        }
        assertThat(adaptive).isGreaterThan(Math.max(lru, tinyLfu) + 1);
    }

    /// Its shadows see a sample of the keys only when the cache is larger than they are.
    @Test
    void inALargeCacheAShadowOfASampleShowsTheBetterPolicyToo() {
        int capacity = 10_000;
        Adaptive adaptive = new Adaptive(capacity);
        int hits = 0;
        long[] loop = Streams.of("loop 2", capacity, 200_000, 1);
        for (long key : loop) {
            hits += adaptive.request(key) ? 1 : 0;
        }
        assertThat((double) hits / loop.length).isGreaterThan(0.4);
        for (long key : Streams.of("conversations", capacity, 200_000, 1)) {
            adaptive.request(key);
        }
        assertThat(adaptive.followed()).isEqualTo("lru");
    }

    @Test
    void anImpossibleCapacityIsRefused() {
        assertThatThrownBy(() -> new PolicyReplay(0)).hasMessageContaining("capacity must lie from 1 to");
        assertThatThrownBy(() -> new PolicyReplay(Integer.MAX_VALUE)).hasMessageContaining("capacity must lie from 1 to");
    }
}
