package gpudyno.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.Alone;
import gpudyno.cache.TokenKey;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Alone
class BatcherTest {
    private final ServeSettings settings = new ServeSettings();
    private final MeterRegistry meters = new MeterRegistry();
    private final Batcher batcher = new Batcher(settings, meters);

    @BeforeEach
    void settings() {
        settings.batchSize = 4;
        settings.queueLimit = 16;
    }

    private static Item item(int tokens) {
        return item(tokens, Duration.ofMinutes(1));
    }

    private static Item item(int tokens, Duration patience) {
        long now = System.nanoTime();
        return new Item(new TokenKey(new int[tokens]), now, now + patience.toNanos());
    }

    private static List<Item> items(int count, int tokens) {
        return IntStream.range(0, count).mapToObj(_ -> item(tokens)).toList();
    }

    private double depth() {
        Frame frame = meters.close(1, Instant.EPOCH, Duration.ofSeconds(1));
        return frame.gauge(Meters.QUEUE_DEPTH.id());
    }

    @Test
    void aBatchIsFullOrAllThereIsAndOfOneBucketOldestFirst() throws Exception {
        List<Item> shortOnes = items(5, 7);
        List<Item> longOnes = items(2, 100);
        assertThat(batcher.offer(shortOnes)).isTrue();
        assertThat(batcher.offer(longOnes)).isTrue();
        assertThat(batcher.take()).isEqualTo(shortOnes.subList(0, 4));
        assertThat(batcher.take()).isEqualTo(shortOnes.subList(4, 5));
        assertThat(batcher.take()).isEqualTo(longOnes);
        assertThat(depth()).isZero();
    }

    @Test
    void aFullQueueTakesAllItemsOfARequestOrNone() {
        assertThat(batcher.offer(items(15, 10))).isTrue();
        assertThat(batcher.offer(items(2, 10))).isFalse();
        assertThat(depth()).isEqualTo(15);
        assertThat(batcher.offer(items(1, 10))).isTrue();
    }

    @Test
    void aRequestLargerThanTheQueueIsLetInWhenNothingWaits() {
        assertThat(batcher.offer(items(40, 10))).isTrue();
        assertThat(batcher.offer(items(1, 10))).isFalse();
    }

    @Test
    void aBatchThatDoesNotFillWaitsTheDelayUntilTheDelayIsTurnedDown() throws Exception {
        settings.batchDelayNanos = TimeUnit.MINUTES.toNanos(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<Item>> batch = threads.submit(batcher::take);
            List<Item> waiting = items(2, 10);
            batcher.offer(waiting);
            await().during(Duration.ofMillis(100)).until(() -> !batch.isDone());
            settings.batchDelayNanos = 0;
            batcher.wake();
            assertThat(batch.get(10, TimeUnit.SECONDS)).isEqualTo(waiting);
        }
    }

    @Test
    void aFullBatchGoesBeforeAnOlderOneThatStillWaits() throws Exception {
        settings.batchDelayNanos = TimeUnit.MINUTES.toNanos(1);
        batcher.offer(items(1, 100));
        List<Item> full = items(4, 10);
        batcher.offer(full);
        assertThat(batcher.take()).isEqualTo(full);
    }

    @Test
    void aLateItemLeavesWithoutReachingTheBackend() throws Exception {
        Item late = item(10, Duration.ofNanos(-1));
        Item inTime = item(10);
        batcher.offer(List.of(late, inTime));
        assertThat(batcher.take()).containsExactly(inTime);
        assertThatThrownBy(() -> late.vector().get()).hasCauseInstanceOf(TimeoutException.class);
        assertThat(late.join(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void anItemWaitsForTheMostPatientOfThoseWhoJoinedIt() throws Exception {
        Item joined = item(10, Duration.ofNanos(-1));
        assertThat(joined.join(System.nanoTime() + TimeUnit.MINUTES.toNanos(1))).isTrue();
        batcher.offer(List.of(joined));
        assertThat(batcher.take()).containsExactly(joined);
    }

    @Test
    void closingFailsWhatWaitsAndRefusesWhatComes() {
        Item waiting = item(10);
        batcher.offer(List.of(waiting));
        batcher.close(new IllegalStateException("stopping"));
        assertThatThrownBy(() -> waiting.vector().get()).hasMessageContaining("stopping");
        assertThat(batcher.offer(items(1, 10))).isFalse();
    }
}
