package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.meter.Frame;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchingTest {
    private boolean testing;
    private long begun;

    private final Watching.Tests tests = new Watching.Tests() {
        @Override
        public boolean isTesting() {
            return testing;
        }

        @Override
        public long begun() {
            return begun;
        }
    };

    @Test
    void everyFrameATestReachesIntoIsMarkedEvenIfItBeginsAndEndsBetweenTwoLooks(@TempDir Path path) {
        MeterRegistry meters = new MeterRegistry();
        try (DataFolder folder = DataFolder.open(path);
                Store store = Store.open(folder);
                Watching watching = new Watching("node", path, store, meters, (_, _, _) -> List.of(), (_, _) -> "", tests,
                        new LocalChanges(),
                        (_, _) -> {})) {
            List<Boolean> marked = new ArrayList<>();
            for (int second = 0; second < 14; second++) {
                testing = second == 2 || second == 3;
                begun += second == 2 || second == 8 ? 1 : 0;
                Frame frame = meters.close(second + 1, Instant.now(), Duration.ofSeconds(1));
                watching.accept(frame);
                assertThat(frame.gauge(Meters.TESTING.id())).isIn(0.0, 1.0);
                marked.add(Meters.isTest(frame));
            }
            // Two frames more each: what a test sent last may end after it.
            assertThat(marked).containsExactly(false, false, true, true, true, true, false, false, true, true, true, false, false, false);
        }
    }

    @Test
    void aLongerFrameIsATestsIfOneOfItsSecondsWas() {
        MeterRegistry meters = new MeterRegistry();
        meters.gauge(Meters.TESTING, () -> testing ? 1 : 0);
        List<Frame> frames = new ArrayList<>();
        for (int second = 0; second < 10; second++) {
            testing = second == 7;
            frames.add(meters.close(second, Instant.EPOCH.plusSeconds(second), Duration.ofSeconds(1)));
        }
        assertThat(Meters.isTest(Frame.rollUp(frames))).isTrue();
        assertThat(Meters.isTest(Frame.rollUp(frames.subList(0, 7)))).isFalse();
    }
}
