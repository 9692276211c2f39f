package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final URI ADDRESS = URI.create("http://127.0.0.1:7070");

    @TempDir
    Path folder;

    @Test
    void isHeldOnceAndFreeAfterItIsClosedHoweverOften() {
        DataFolder held = DataFolder.open(folder);
        assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(FolderInUseException.class)
                .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
        held.close();
        held.close();
        DataFolder.open(folder).close();
    }

    @Test
    void aSecondCloseLeavesTheNextHolderItsFolder() {
        DataFolder first = DataFolder.open(folder);
        first.close();
        try (DataFolder second = DataFolder.open(folder)) {
            second.listeningAt(ADDRESS);
            first.close();
            assertThat(DataFolder.listening(folder)).contains(ADDRESS);
            assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(FolderInUseException.class);
        }
        assertThat(DataFolder.listening(folder)).isEmpty();
    }

    /// A process that was killed leaves its address behind.
    @Test
    void theAddressOfAnEarlierProcessIsForgottenWhenTheFolderIsTaken() throws Exception {
        Files.writeString(folder.resolve("gpudyno.address"), ADDRESS.toString());
        try (DataFolder _ = DataFolder.open(folder)) {
            assertThat(DataFolder.listening(folder)).isEmpty();
        }
    }

    @Test
    void aHalfWrittenAddressCountsAsNone() throws Exception {
        Files.writeString(folder.resolve("gpudyno.address"), "http://127.0.0.1:70 7");
        assertThat(DataFolder.listening(folder)).isEmpty();
    }
}
