package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.gpu.HostMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameLogTest {
    private final MeterRegistry meters = new MeterRegistry();

    private Frame frame(long sequence, Instant start, Duration length) {
        return meters.close(sequence, start, length);
    }

    @Test
    void historyFromTheStoreAndFromMemoryCoversNoInstantTwice(@TempDir Path path) {
        // Stored by an earlier process, whose last five minutes reach into what this one has seen itself.
        Instant slot = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 300 * 300).minusSeconds(1500);
        try (DataFolder folder = DataFolder.open(path);
                Store store = Store.open(folder);
                Recorder recorder = new Recorder(store);
                FrameLog log = new FrameLog(meters, store, recorder, new LocalChanges())) {
            for (int i = 0; i < 4; i++) {
                store.frames().add(FrameRing.FIVE_MINUTES, frame(i + 1, slot.plusSeconds(300L * i), Duration.ofMinutes(5)));
            }
            Instant own = slot.plusSeconds(3 * 300 + 120);
            for (int second = 0; second < 700; second++) {
                log.accept(frame(second + 1, own.plusSeconds(second), Duration.ofSeconds(1)));
            }
            List<Frame> history = log.between(slot, own.plusSeconds(700), Duration.ofMinutes(5));
            // The stored frame from 900 to 1200 reaches into the one in memory that begins at 1020, and gives way to it.
            assertThat(history).extracting(frame -> Duration.between(slot, frame.start()).toSeconds())
                    .containsExactly(0L, 300L, 600L, 1020L, 1200L);
            assertThat(history).extracting(frame -> frame.length().toSeconds()).containsExactly(300L, 300L, 300L, 180L, 300L);
        }
    }

    @Test
    void aFrameThatCannotBeTakenInIsToldOfOnceAndTheNextComesAllTheSame() {
        List<Long> taken = new CopyOnWriteArrayList<>();
        List<String> told = new CopyOnWriteArrayList<>();
        FrameClock clock = new FrameClock(meters, new HostMeters(meters), frame -> {
            taken.add(frame.sequence());
            fail(taken.size());
        }, problem -> {
            told.add(problem);
            throw new IllegalStateException("nobody can be told either");
        });
        try (clock) {
            await().atMost(Duration.ofSeconds(20)).until(() -> taken.size() >= 4);
        }
        assertThat(taken).startsWith(1L, 2L, 3L, 4L);
        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).contains("no room");
        assertThat(told.getLast()).contains("NoClassDefFoundError");
    }

    /// Twice the same exception, then the same error for ever.
    private static void fail(int frames) {
        if (frames <= 2) {
            throw new IllegalStateException("no room");
        }
        throw new NoClassDefFoundError("gone");
    }
}
