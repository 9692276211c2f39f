package gpudyno.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {
    private static final Embedding VALUE = new Embedding(new float[]{0.5f});
    private static final int WEIGHT = 100;
    private final MeterRegistry meters = new MeterRegistry();
    private final RecentEntries entries = new RecentEntries(10 * WEIGHT, Duration.ofHours(1), new Departures(meters));

    private static TokenKey key(int id) {
        return new TokenKey(new int[]{id});
    }

    private static Stored stored(int weight) {
        return new Stored(VALUE, System.nanoTime(), weight);
    }

    private Frame frame() {
        return meters.close(1, Instant.EPOCH, Duration.ofSeconds(1));
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() {
        for (int i = 0; i < 10; i++) {
            entries.put(key(i), stored(WEIGHT));
        }
        assertThat(entries.get(key(0))).isNotNull();
        assertThat(entries.peek(key(1))).isNotNull();
        entries.put(key(10), stored(2 * WEIGHT));
        assertThat(entries.peek(key(0))).isNotNull();
        assertThat(entries.peek(key(1))).as("looked at, not used").isNull();
        assertThat(entries.peek(key(2))).isNull();
        assertThat(entries.weight()).isEqualTo(10 * WEIGHT);
        assertThat(entries.coldest(2)).containsExactly(key(3), key(4));
        assertThat(frame().counted(Meters.CACHE_EVICTIONS.id())).isEqualTo(2);
    }

    /// Against the textbook's LRU over a map in the order of access.
    @Test
    void oneThreadGetsExactlyLru() {
        Map<Integer, Boolean> model = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                return size() > 10;
            }
        };
        Random random = new Random(5);
        int hits = 0;
        for (int i = 0; i < 50_000; i++) {
            int id = (int) Math.abs(random.nextGaussian() * 8);
            boolean held = entries.get(key(id)) != null;
            assertThat(held).as("request %d", i).isEqualTo(model.get(id) != null);
            if (held) {
                hits++;
            } else {
                entries.put(key(id), stored(WEIGHT));
                model.put(id, true);
            }
        }
        assertThat(hits).isBetween(20_000, 49_000);
    }

    @Test
    void anEntryLargerThanTheBoundIsEvictedAtOnceAndAnotherOfAKeyReplacesIt() {
        entries.put(key(1), stored(11 * WEIGHT));
        assertThat(entries.size()).isZero();
        entries.put(key(2), stored(WEIGHT));
        entries.put(key(2), stored(3 * WEIGHT));
        assertThat(entries.weight()).isEqualTo(3 * WEIGHT);
        assertThat(entries.remove(key(2))).isNotNull();
        assertThat(entries.weight()).isZero();
        assertThat(frame().counted(Meters.CACHE_EVICTIONS.id())).isEqualTo(1);
    }

    @Test
    void whatIsTooOldIsNeverGivenOutAndIsCountedOnce() {
        entries.put(key(1), stored(WEIGHT));
        entries.put(key(2), new Stored(VALUE, System.nanoTime() - Duration.ofMinutes(90).toNanos(), WEIGHT));
        assertThat(entries.get(key(2))).isNull();
        entries.setTtl(Duration.ofMillis(20));
        await().until(() -> entries.peek(key(1)) == null);
        assertThat(entries.size()).isZero();
        Frame frame = frame();
        assertThat(frame.counted(Meters.CACHE_EXPIRATIONS.id())).isEqualTo(2);
        assertThat(frame.counted(Meters.CACHE_EVICTIONS.id())).isZero();
    }

    @Test
    void manyThreadsKeepTheBoundAndTheBooks() throws InterruptedException {
        int threads = 8;
        CountDownLatch done = new CountDownLatch(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                Random random = new Random(t);
                pool.execute(() -> {
                    for (int i = 0; i < 30_000; i++) {
                        TokenKey key = key(random.nextInt(30));
                        if (random.nextInt(50) == 0) {
                            entries.remove(key);
                        } else if (entries.get(key) == null) {
                            entries.put(key, stored(WEIGHT));
                        }
                        if (entries.weight() > 10 * WEIGHT) {
                            return;
                        }
                    }
                    done.countDown();
                });
            }
        }
        assertThat(done.getCount()).as("threads that met a weight above the bound, or failed").isZero();
        assertThat(entries.weight()).isEqualTo(WEIGHT * entries.size());
        assertThat(entries.coldest(100)).hasSize((int) entries.size());
    }
}
