package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.model.node.Event;
import gpudyno.model.node.Event.Severity;
import gpudyno.store.DataFolder;
import gpudyno.store.Store;
import gpudyno.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    @Test
    void aWriteThatFailsIsShownAndTriedAgainAndNothingIsLost(@TempDir Path path) {
        AtomicBoolean full = new AtomicBoolean(true);
        try (DataFolder folder = DataFolder.open(path); Store store = Store.open(folder); Recorder recorder = new Recorder(store)) {
            for (int i = 0; i < 3; i++) {
                String text = "event " + i;
                recorder.write(to -> {
                    if (full.get()) {
                        throw new StoreException("the disk is full", new java.io.IOException());
                    }
                    to.events().add(new Event(Instant.now(), Severity.INFO, text));
                });
            }
            await().until(() -> recorder.problem().contains("disk is full"));
            full.set(false);
            await().atMost(Duration.ofSeconds(20)).until(() -> store.events().newest(10).size() == 3);
            assertThat(store.events().newest(10)).extracting(Event::text).containsExactly("event 2", "event 1", "event 0");
            assertThat(recorder.problem()).isEmpty();
            assertThat(recorder.lost()).isZero();
        }
    }
}
