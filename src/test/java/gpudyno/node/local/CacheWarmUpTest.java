package gpudyno.node.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gpudyno.model.cache.CacheBoard;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.WarmUp;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.meter.WarmUpMeters;
import gpudyno.serve.Call;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is stopped and started again.
class CacheWarmUpTest {
    @TempDir
    private Path folder;

    private LocalNode node() {
        return new LocalNode(folder, "box");
    }

    private Path file() {
        return folder.resolve(CacheWarmUp.FILE);
    }

    private static void ask(LocalNode node, String inputs) {
        String body = "{\"model\": \"all-MiniLM-L6-v2\", \"input\": [" + inputs + "]}";
        assertThat(node.modelServer().gateway().embeddings(Call.of(body.getBytes(StandardCharsets.UTF_8))).status()).isEqualTo(200);
    }

    private static WarmUp state(LocalNode node) {
        return Objects.requireNonNull(node.cache().board().warmUp());
    }

    private static double ignored(LocalNode node) {
        return node.totals().get(Series.of(WarmUpMeters.IGNORED.id())) instanceof Reading.Counter(double sum) ? sum : 0;
    }

    private void fillAndStop() {
        try (LocalNode node = node()) {
            node.knobs().turn(Map.of("cache.enabled", true, CacheWarmUp.KNOB, true), "test");
            ask(node, "\"one\", \"two\", \"three\"");
        }
    }

    @Test
    void aNodeBeginsWithWhatItHeldAndAnswersFromIt() throws Exception {
        fillAndStop();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        try (LocalNode again = node()) {
            assertThat(state(again).warmed()).isEqualTo(3);
            ask(again, "\"three\", \"one\"");
            CacheBoard board = again.cache().board();
            assertThat(board.hits()).containsEntry("l1", 2L);
            assertThat(board.misses()).isZero();
            assertThat(again.totals()).containsEntry(Series.of(WarmUpMeters.WARMED.id()), new Reading.Counter(3));

            assertThat(file()).exists();
            again.cache().invalidate(new EntrySelection.OfText("one"), false);
            assertThat(file()).as("it may hold what was deleted").doesNotExist();
        }
        try (LocalNode third = node()) {
            assertThat(state(third).warmed()).isEqualTo(2);
            assertThat(third.cache().entry("one")).isEmpty();
        }
    }

    @Test
    void itIsOffUnlessTurnedOnAndTurningItOffDeletesTheFile() {
        try (LocalNode node = node()) {
            node.knobs().turn(Map.of("cache.enabled", true), "test");
            ask(node, "\"one\"");
            assertThat(state(node).on()).isFalse();
        }
        assertThat(file()).doesNotExist();
        fillAndStop();
        assertThat(file()).exists();
        try (LocalNode node = node()) {
            node.knobs().turn(Map.of(CacheWarmUp.KNOB, false), "test");
            await().untilAsserted(() -> assertThat(file()).doesNotExist());
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void aDamagedFileIsIgnoredWithOneLineAndCounted() throws Exception {
        fillAndStop();
        byte[] content = Files.readAllBytes(file());
        content[content.length / 2] ^= 1;
        Files.write(file(), content);
        try (LocalNode node = node()) {
            assertThat(state(node).warmed()).isZero();
            assertThat(state(node).problem()).contains("cache.warm of the last run is ignored", "checksum");
            assertThat(ignored(node)).isEqualTo(1);
            assertThat(node.cache().board().entries()).isZero();
            ask(node, "\"one\"");
        }
        try (LocalNode node = node()) {
            assertThat(state(node).warmed()).as("written anew at the end").isEqualTo(1);
        }
    }

    @Test
    void aNodeServesWhereTheFileCannotBeReadOrWritten() throws Exception {
        // As read-only folders are written by some users anyway, a folder is in the file's place.
        Files.createDirectories(file().resolve("inside"));
        try (LocalNode node = node()) {
            node.knobs().turn(Map.of("cache.enabled", true), "test");
            ask(node, "\"one\"");
            node.knobs().turn(Map.of(CacheWarmUp.KNOB, true), "test");
            await().untilAsserted(() -> assertThat(state(node).problem()).contains("cannot be written"));
            ask(node, "\"two\"");
        }
        try (LocalNode node = node()) {
            assertThat(state(node).problem()).contains("cannot be read");
            assertThat(ignored(node)).isEqualTo(1);
            ask(node, "\"one\"");
        }
        assertThat(file().resolve("inside")).exists();
    }
}
