package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.node.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SubscribersTest {
    private final MeterRegistry meters = new MeterRegistry();

    private Frame frame(long sequence) {
        return meters.close(sequence, Instant.EPOCH.plusSeconds(sequence), Duration.ofSeconds(1));
    }

    @Test
    void aSlowSubscriberDropsFramesAndNeverBlocks() throws Exception {
        Subscribers subscribers = new Subscribers();
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Long> slowSaw = new CopyOnWriteArrayList<>();
        List<Long> quickSaw = new CopyOnWriteArrayList<>();
        Subscription slow = subscribers.add(List.of(), frame -> {
            holding.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            slowSaw.add(frame.sequence());
        });
        Subscription quick = subscribers.add(List.of(), frame -> quickSaw.add(frame.sequence()));
        subscribers.publish(frame(1));
        holding.await();
        for (long sequence = 2; sequence <= 100; sequence++) {
            subscribers.publish(frame(sequence));
            long sent = sequence;
            await().until(() -> quickSaw.size() == sent);
        }
        // One in the slow one's hands, sixteen in its queue.
        assertThat(slow.dropped()).isEqualTo(100 - 17);
        assertThat(quick.dropped()).isZero();
        release.countDown();
        await().until(() -> slowSaw.size() == 17);
        assertThat(slowSaw).isSorted().doesNotHaveDuplicates();
        subscribers.close();
    }
}
