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
            assertThat(history).hasSizeGreaterThanOrEqualTo(4);
            assertThat(history.getFirst().start()).isEqualTo(slot);
            assertThat(history.getLast().end()).isAfter(slot.plusSeconds(4 * 300));
            for (int i = 1; i < history.size(); i++) {
                assertThat(history.get(i).start()).isAfterOrEqualTo(history.get(i - 1).end());
            }
        }
    }

    @Test
    void aFrameThatSomebodyChokesOnIsToldOfOnceAndTheNextComesAllTheSame() {
        List<Long> taken = new CopyOnWriteArrayList<>();
        List<String> told = new CopyOnWriteArrayList<>();
        try (FrameClock clock = new FrameClock(meters, new HostMeters(meters), frame -> {
            taken.add(frame.sequence());
            throw new IllegalStateException("no room");
        }, told::add)) {
            assertThat(clock).isNotNull();
            await().atMost(Duration.ofSeconds(20)).until(() -> taken.size() >= 3);
        }
        assertThat(told).singleElement().asString().contains("no room");
    }

    @Test
    void theClockOutlivesAnErrorOfOneFrame() {
        List<Long> taken = new CopyOnWriteArrayList<>();
        List<String> told = new CopyOnWriteArrayList<>();
        try (FrameClock clock = new FrameClock(meters, new HostMeters(meters), frame -> {
            taken.add(frame.sequence());
            throw new StackOverflowError("deep");
        }, told::add)) {
            assertThat(clock).isNotNull();
            await().atMost(Duration.ofSeconds(20)).until(() -> taken.size() >= 2);
        }
        assertThat(told).singleElement().asString().contains("deep");
    }
}
