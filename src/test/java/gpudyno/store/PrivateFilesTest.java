package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
    @TempDir
    private Path folder;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void whatIsWrittenIsItsOwnersAloneAndSoAreItsFolders() throws IOException {
        Path file = PrivateFiles.write(folder.resolve("a/b/rules.yaml"), "rules: []");
        assertThat(file).hasContent("rules: []");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("a/b"))).isEqualTo("rwx------");
    }

    @Test
    void aLaxModeIsTightenedAndAStricterOneStays() throws IOException {
        Path lax = Files.writeString(folder.resolve("lax"), "old");
        Files.setPosixFilePermissions(lax, PosixFilePermissions.fromString("rw-r--r--"));
        Path strict = Files.writeString(folder.resolve("strict"), "old");
        Files.setPosixFilePermissions(strict, PosixFilePermissions.fromString("r--------"));
        PrivateFiles.write(lax, "new");
        PrivateFiles.write(strict, "new");
        assertThat(mode(lax)).isEqualTo("rw-------");
        assertThat(mode(strict)).isEqualTo("r--------");
        assertThat(strict).hasContent("new");
    }

    @Test
    void aLinkStaysALinkAndWhatItPointsToIsWritten() throws IOException {
        Path real = Files.writeString(folder.resolve("real"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        PrivateFiles.write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void aWriteThatFailsLeavesTheOldFileAndNothingBesideIt() throws IOException {
        Path taken = folder.resolve("file");
        Files.createDirectories(taken.resolve("below"));
        assertThatThrownBy(() -> PrivateFiles.write(taken, "new")).isInstanceOf(IOException.class);
        assertThat(taken.resolve("below")).exists();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(taken);
        }
    }
}
