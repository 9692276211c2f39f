package gpudyno.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.cache.policy.PolicyKind;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SwitchedEntriesTest {
    private static final int WEIGHT = 100;
    private static final int ROOM = 1_000;
    private final MeterRegistry meters = new MeterRegistry();
    /// What was to be run in the background; run when a test says so.
    private final Deque<Runnable> background = new ArrayDeque<>();
    private final SwitchedEntries entries = new SwitchedEntries(ROOM * WEIGHT, Duration.ofHours(1), new Departures(meters),
            background::add);

    private static TokenKey key(int id) {
        return new TokenKey(new int[]{id});
    }

    private static Stored stored(float value) {
        return new Stored(new Embedding(new float[]{value}), System.nanoTime(), WEIGHT);
    }

    private void fill(int count) {
        for (int i = 0; i < count; i++) {
            entries.put(key(i), stored(i));
        }
    }

    private void move() {
        background.remove().run();
    }

    private Frame frame() {
        return meters.close(1, Instant.EPOCH, Duration.ofSeconds(1));
    }

    @Test
    void aSwitchKeepsEveryEntryItsValueAndItsAge() {
        fill(ROOM);
        assertThat(entries.size()).isEqualTo(ROOM);
        for (PolicyKind kind : new PolicyKind[]{PolicyKind.LRU, PolicyKind.W_TINY_LFU}) {
            Stored before = Objects.requireNonNull(entries.peek(key(7)));
            entries.follow(() -> kind);
            assertThat(entries.kind()).isEqualTo(kind);
            assertThat(entries.isMoving()).isTrue();
            assertThat(entries.size()).isEqualTo(ROOM);
            move();
            assertThat(entries.isMoving()).isFalse();
            assertThat(entries.size()).isEqualTo(ROOM);
            assertThat(entries.weight()).isEqualTo(ROOM * WEIGHT);
            assertThat(entries.peek(key(7))).isEqualTo(before);
            for (int i = 0; i < ROOM; i++) {
                assertThat(entries.get(key(i))).as("key %d", i).isNotNull();
            }
        }
        assertThat(frame().counted(Meters.CACHE_EVICTIONS.id())).isZero();
    }

    @Test
    void meanwhileLookUpsFindEverythingAndNewEntriesTakeTheRoomOfTheColdest() {
        fill(ROOM);
        entries.follow(() -> PolicyKind.LRU);
        assertThat(entries.get(key(3))).as("moved as it is asked for").isNotNull();
        for (int i = 0; i < 100; i++) {
            entries.put(key(ROOM + i), stored(i));
            assertThat(entries.weight()).isLessThanOrEqualTo(ROOM * WEIGHT);
        }
        move();
        assertThat(entries.size()).isEqualTo(ROOM);
        assertThat(entries.peek(key(3))).isNotNull();
        for (int i = 0; i < 100; i++) {
            assertThat(entries.peek(key(ROOM + i))).isNotNull();
        }
        assertThat(frame().counted(Meters.CACHE_EVICTIONS.id())).isEqualTo(100);
    }

    @Test
    void anInvalidationDuringAMoveIsOneOfBothStores() {
        fill(10);
        entries.follow(() -> PolicyKind.LRU);
        entries.get(key(1));
        entries.remove(key(1));
        entries.remove(key(2));
        assertThat(entries.get(key(1))).isNull();
        assertThat(entries.get(key(2))).isNull();
        move();
        assertThat(entries.get(key(1))).isNull();
        assertThat(entries.get(key(2))).isNull();
        entries.follow(() -> PolicyKind.W_TINY_LFU);
        entries.clear();
        assertThat(entries.all()).isEmpty();
        move();
        assertThat(entries.size()).isZero();
    }

    @Test
    void aNewValueIsNeverFollowedByTheOldOne() {
        fill(10);
        entries.follow(() -> PolicyKind.LRU);
        Stored fresh = stored(99);
        entries.put(key(4), fresh);
        assertThat(entries.get(key(4))).isEqualTo(fresh);
        entries.remove(key(4));
        assertThat(entries.get(key(4))).isNull();
        entries.put(key(5), fresh);
        move();
        assertThat(entries.get(key(4))).isNull();
        assertThat(entries.get(key(5))).isEqualTo(fresh);
    }

    @Test
    void aSwitchBackInTheMiddleOfAMoveKeepsEverything() {
        fill(ROOM);
        entries.follow(() -> PolicyKind.LRU);
        for (int i = 0; i < 300; i++) {
            entries.get(key(i));
        }
        entries.follow(() -> PolicyKind.W_TINY_LFU);
        assertThat(background).as("one mover").hasSize(1);
        move();
        assertThat(entries.isMoving()).isFalse();
        assertThat(entries.kind()).isEqualTo(PolicyKind.W_TINY_LFU);
        assertThat(entries.size()).isEqualTo(ROOM);
        entries.follow(() -> PolicyKind.LRU);
        move();
        assertThat(entries.size()).isEqualTo(ROOM);
    }

    @Test
    void sizeAndTtlHoldForBothStoresDuringAMove() {
        fill(ROOM);
        entries.follow(() -> PolicyKind.LRU);
        for (int i = 0; i < 100; i++) {
            entries.get(key(i));
        }
        entries.resize(300 * WEIGHT);
        assertThat(entries.weight()).isEqualTo(300 * WEIGHT);
        assertThat(entries.peek(key(50))).isNotNull();
        entries.resize(50 * WEIGHT);
        assertThat(entries.weight()).isEqualTo(50 * WEIGHT);
        entries.setTtl(Duration.ofMillis(10));
        await().until(() -> entries.all().isEmpty());
        move();
        assertThat(entries.get(key(99))).isNull();
        assertThat(entries.isMoving()).isFalse();
    }

    /// Writers give each key rising values while the policy changes; a reader must never see a value sink, nor the bound passed.
    @Test
    void underLoadNoValueGoesBackAndTheBoundHolds() throws InterruptedException {
        int keys = 400;
        int threads = 6;
        // The value's number is told by its time.
        long base = System.nanoTime();
        AtomicInteger faults = new AtomicInteger();
        CountDownLatch working = new CountDownLatch(threads);
        SwitchedEntries live = new SwitchedEntries(300 * WEIGHT, Duration.ofHours(1), new Departures(meters),
                task -> Thread.ofVirtual().start(task));
        ConcurrentMap<TokenKey, Integer> latest = new ConcurrentHashMap<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int t = 0; t < threads; t++) {
                int own = t;
                pool.execute(() -> {
                    Random random = new Random(own);
                    for (int i = 0; i < 20_000; i++) {
                        // Each thread writes its own keys and reads them all.
                        TokenKey mine = key(random.nextInt(keys) * threads + own);
                        int action = random.nextInt(20);
                        if (action == 0) {
                            live.remove(mine);
                            latest.remove(mine);
                            faults.addAndGet(live.get(mine) == null ? 0 : 1);
                        } else if (action < 8) {
                            latest.merge(mine, 1, Integer::sum);
                            live.put(mine, new Stored(new Embedding(new float[]{1}), base + latest.getOrDefault(mine, 0), WEIGHT));
                        } else {
                            Stored seen = live.get(mine);
                            faults.addAndGet(seen == null || seen.written() == base + latest.getOrDefault(mine, 0) ? 0 : 1);
                        }
                        faults.addAndGet(live.weight() <= 300 * WEIGHT ? 0 : 1);
                    }
                    working.countDown();
                });
            }
            PolicyKind next = PolicyKind.LRU;
            while (working.getCount() > 0) {
                PolicyKind kind = next;
                live.follow(() -> kind);
                next = kind == PolicyKind.LRU ? PolicyKind.W_TINY_LFU : PolicyKind.LRU;
                Thread.onSpinWait();
            }
        }
        await().until(() -> !live.isMoving());
        assertThat(faults).hasValue(0);
        assertThat(live.size()).isBetween(100L, 300L);
    }
}
