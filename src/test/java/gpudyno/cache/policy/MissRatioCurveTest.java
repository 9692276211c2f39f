package gpudyno.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MissRatioCurveTest {
    @Test
    void theCurveIsWithinTwoPointsOfAnExactSimulationAtFiveSizes() {
        int base = 10_000;
        for (String name : new String[]{"zipf 0.8", "scan", "conversations", "loop in zipf"}) {
            long[] keys = Streams.of(name, base, 300_000, 4);
            MissRatioCurve curve = new MissRatioCurve();
            for (long key : keys) {
                curve.request(key);
            }
            for (int capacity : new int[]{base / 10, base / 2, base, 2 * base, 4 * base}) {
                assertThat(curve.hitPercent(capacity)).as(name + " at " + capacity)
                        .isCloseTo(100.0 * IndependentCaches.lruHits(keys, capacity) / keys.length, within(2.0));
            }
        }
    }

    @Test
    void theSizeForATargetIsWhereTheCurveReachesIt() {
        MissRatioCurve curve = new MissRatioCurve();
        for (int i = 0; i < 50_000; i++) {
            curve.request(KeyHash.mix(i % 1_000));
        }
        assertThat(curve.hitPercent(900)).isZero();
        assertThat(curve.hitPercent(1_050)).isCloseTo(98, within(0.5));
        assertThat(curve.capacityFor(95).orElseThrow()).isCloseTo(1_000L, within(20L));
        assertThat(curve.capacityFor(99)).isEmpty();
    }

    @Test
    void nothingIsKnownBeforeTheFirstRequest() {
        assertThat(new MissRatioCurve().hitPercent(10)).isZero();
        assertThat(new MissRatioCurve().capacityFor(50)).isEmpty();
    }
}
