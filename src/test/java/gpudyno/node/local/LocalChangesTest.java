package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.node.Change;
import gpudyno.node.Frames;
import gpudyno.node.Journal.Targets;
import gpudyno.node.Subscription;
import gpudyno.node.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalChangesTest {
    private static final Topic<Targets> TARGETS = new Topic<>("targets", Targets.class);

    private final MeterRegistry meters = new MeterRegistry();
    private final LocalChanges changes = new LocalChanges();

    @AfterEach
    void close() {
        changes.close();
    }

    private void frame(long sequence) {
        changes.tell(Frames.FRAME, meters.close(sequence, Instant.EPOCH.plusSeconds(sequence), Duration.ofSeconds(1)));
    }

    private static List<Long> frames(List<Change> changes) {
        return changes.stream().flatMap(change -> change.as(Frames.FRAME).stream()).map(Frame::sequence).toList();
    }

    private static List<String> targets(List<Change> changes) {
        return changes.stream().flatMap(change -> change.as(TARGETS).stream()).map(Targets::profile).toList();
    }

    @Test
    void aSlowListenerDropsFramesButHearsHowThingsStandAndNobodyWaitsForIt() throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Change> slowHeard = new CopyOnWriteArrayList<>();
        List<Change> quickHeard = new CopyOnWriteArrayList<>();
        Subscription slow = changes.subscribe(0, change -> {
            holding.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            slowHeard.add(change);
        });
        Subscription quick = changes.subscribe(0, quickHeard::add);
        frame(1);
        holding.await();
        changes.tell(TARGETS, new Targets("first"));
        for (long sequence = 2; sequence <= 200; sequence++) {
            frame(sequence);
            long sent = sequence;
            await().until(() -> frames(quickHeard).size() == sent);
        }
        changes.tell(TARGETS, new Targets("last"));
        assertThat(slow.dropped()).isEqualTo(201 - LocalChanges.QUEUE);
        assertThat(quick.dropped()).isZero();
        release.countDown();
        await().until(() -> targets(slowHeard).contains("last"));
        assertThat(targets(slowHeard)).containsExactly("first", "last");
        assertThat(frames(slowHeard)).isSorted().doesNotHaveDuplicates().contains(200L);
    }

    @Test
    void whoBeginsToListenHearsHowThingsStandThenWhatChanges() {
        AtomicReference<String> profile = new AtomicReference<>("option-1");
        changes.state(TARGETS, () -> new Targets(profile.get()));
        frame(1);
        List<Change> heard = new CopyOnWriteArrayList<>();
        Subscription subscription = changes.subscribe(0, heard::add);
        changes.refresh();
        profile.set("option-2");
        changes.refresh();
        changes.refresh();
        frame(2);
        await().until(() -> frames(heard).size() == 1);
        assertThat(targets(heard)).startsWith("option-1").endsWith("option-2");
        assertThat(targets(heard).stream().filter("option-2"::equals)).hasSize(1);
        assertThat(frames(heard)).containsExactly(2L);
        assertThat(heard.stream().map(Change::sequence)).isSorted();
        subscription.close();
    }

    /// As a turn of a knob does while a frame closes.
    @Test
    void whoHoldsTheLockOfAStatesEngineMayAskForARefresh() throws Exception {
        Object engine = new Object();
        CountDownLatch looking = new CountDownLatch(1);
        changes.state(TARGETS, () -> {
            looking.countDown();
            synchronized (engine) {
                return new Targets("option-1");
            }
        });
        Thread clock;
        synchronized (engine) {
            clock = Thread.ofPlatform().daemon().start(changes::refresh);
            looking.await();
            await().until(() -> clock.getState() == Thread.State.BLOCKED);
            changes.refresh(TARGETS);
        }
        assertThat(clock.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aListenerGoesOnAfterTheLastChangeItHeardWithoutLossOrRepetition() {
        changes.state(TARGETS, () -> new Targets("option-1"));
        List<Change> heard = new CopyOnWriteArrayList<>();
        try (Subscription first = changes.subscribe(0, heard::add)) {
            frame(1);
            await().until(() -> frames(heard).contains(1L));
            assertThat(first.dropped()).isZero();
        }
        for (long sequence = 2; sequence <= 100; sequence++) {
            frame(sequence);
        }
        List<Change> rest = new CopyOnWriteArrayList<>();
        try (Subscription again = changes.subscribe(heard.getLast().sequence(), rest::add)) {
            frame(101);
            await().until(() -> frames(rest).contains(101L));
            assertThat(again.dropped()).isZero();
        }
        List<Long> all = new ArrayList<>(frames(heard));
        all.addAll(frames(rest));
        assertThat(all).isSorted().doesNotHaveDuplicates().hasSize(101);
        assertThat(targets(rest)).as("nothing was missed, so nothing is told again").isEmpty();
    }

    @Test
    void whoMissedMoreThanIsHeldIsToldAgainHowThingsStand() {
        changes.state(TARGETS, () -> new Targets("option-1"));
        for (long sequence = 1; sequence <= 5000; sequence++) {
            frame(sequence);
        }
        List<Change> heard = new CopyOnWriteArrayList<>();
        try (Subscription again = changes.subscribe(3, heard::add)) {
            await().until(() -> frames(heard).contains(5000L));
            assertThat(again.dropped()).isZero();
        }
        assertThat(targets(heard)).containsExactly("option-1");
        assertThat(frames(heard)).hasSize(4000);
    }

    @Test
    void moreListenersThanServedAreRefused() {
        for (int i = 0; i < LocalChanges.MOST_LISTENERS; i++) {
            changes.subscribe(0, _ -> {});
        }
        assertThatThrownBy(() -> changes.subscribe(0, _ -> {})).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Integer.toString(LocalChanges.MOST_LISTENERS));
    }

    @Test
    void aListenerThatThrowsLeavesAndTheOthersHearOn() {
        List<Change> heard = new CopyOnWriteArrayList<>();
        CountDownLatch threw = new CountDownLatch(1);
        changes.subscribe(0, _ -> {
            threw.countDown();
            throw new IllegalStateException("on purpose");
        });
        changes.subscribe(0, heard::add);
        frame(1);
        frame(2);
        await().until(() -> frames(heard).size() == 2 && threw.getCount() == 0);
    }
}
