package gpudyno.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class KeyStreamTest {
    private static final int REQUESTS = 400_000;
    private static final int KEYS = 60_000;

    /// Keys of a Zipf law with exponent 0.9, by inversion of its cumulative shares.
    private static int[] zipf(long seed) {
        double[] shares = new double[KEYS];
        double sum = 0;
        for (int i = 0; i < KEYS; i++) {
            sum += Math.pow(i + 1, -0.9);
            shares[i] = sum;
        }
        Random random = new Random(seed);
        int[] keys = new int[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            int at = java.util.Arrays.binarySearch(shares, random.nextDouble() * sum);
            keys[i] = at < 0 ? -at - 1 : at;
        }
        return keys;
    }

    private static double exact(int[] keys, int capacity) {
        Map<Integer, Boolean> lru = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                return size() > capacity;
            }
        };
        int hits = 0;
        for (int key : keys) {
            if (lru.put(key, true) != null) {
                hits++;
            }
        }
        return 100.0 * hits / keys.length;
    }

    @Test
    void theCurveOfRequestsSortedOutBeforeTheLockIsWithinTwoPointsOfAnExactOne() {
        int[] keys = zipf(7);
        KeyStream stream = new KeyStream(10_000);
        for (int key : keys) {
            stream.asked(new TokenKey(new int[]{101, key, 102}));
        }
        assertThat(stream.requests()).isEqualTo(REQUESTS);
        for (int capacity : new int[]{500, 2_000, 8_000, 20_000, 50_000}) {
            assertThat(stream.hitPercent(capacity)).as("hits of %d keys", capacity).isCloseTo(exact(keys, capacity), within(2.0));
        }
    }

    @Test
    void theHottestKeysComeFirstWithTheirShare() {
        KeyStream stream = new KeyStream(10_000);
        Random random = new Random(3);
        TokenKey hot = new TokenKey(new int[]{1});
        TokenKey warm = new TokenKey(new int[]{2});
        for (int i = 0; i < 200_000; i++) {
            int drawn = random.nextInt(100);
            stream.asked(drawn < 20 ? hot : drawn < 30 ? warm : new TokenKey(new int[]{3, i}));
        }
        assertThat(stream.hottest(2)).containsExactly(hot.digest(), warm.digest());
        assertThat(stream.percent(hot.digest())).isCloseTo(20, within(3.0));
        assertThat(stream.percent(List.of(hot, warm)).orElseThrow()).isCloseTo(30, within(4.0));
        assertThat(new KeyStream(10_000).percent(List.of(hot))).isEmpty();
        assertThat(stream.percent(new TokenKey(new int[]{9}).digest())).isZero();
    }

    @Test
    void noRequestOfManyThreadsIsLost() throws InterruptedException {
        KeyStream stream = new KeyStream(10_000);
        int threads = 8;
        int each = 20_000;
        CountDownLatch done = new CountDownLatch(threads);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < threads; t++) {
                int own = t;
                pool.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        stream.asked(new TokenKey(new int[]{own, i}));
                    }
                    done.countDown();
                });
            }
            done.await();
        }
        assertThat(stream.requests()).isEqualTo((long) threads * each);
        assertThat(stream.hitPercent(1 << 20)).isCloseTo(0, within(2.0));
    }
}
