package gpudyno.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NativeFolderTest {
    @TempDir
    private Path folder;

    /// Run in a process of its own, whose folder for temporary files is one that no program may run from.
    public static void main(String[] arguments) {
        Path own = Path.of(arguments[0]);
        NativeFolder.useForNettyAndJna(own);
        System.out.println(NativeFolder.mayNotRun(Path.of(System.getProperty("java.io.tmpdir"))) + " " + NativeFolder.mayNotRun(own) + " "
                + own.resolve("netty").toString().equals(System.getProperty("io.netty.native.workdir")) + " "
                + own.resolve("jna").toString().equals(System.getProperty("jna.tmpdir")));
    }

    @Test
    void anOrdinaryFolderIsNoneThatProgramsMayNotRunFrom() {
        assertThat(NativeFolder.mayNotRun(folder)).isFalse();
        assertThat(folder.toFile().list()).as("nothing is left there").isEmpty();
    }

    @Test
    void librariesAreUnpackedElsewhereWhereTemporaryFilesMayNotRun() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("noexec"));
        Path own = Files.createDirectory(folder.resolve("eigene Bibliotheken"));
        String script = "mount -t tmpfs -o noexec tmpfs '" + mounted + "' || exit 9; exec '"
                + ProcessHandle.current().info().command().orElseThrow() + "' -Djava.io.tmpdir='" + mounted + "' -cp '"
                + System.getProperty("java.class.path") + "' " + NativeFolderTest.class.getName() + " '" + own + "'";
        Path out = folder.resolve("out.txt");
        Process process;
        try {
            process = new ProcessBuilder("unshare", "-rm", "sh", "-c", script).redirectErrorStream(true).redirectOutput(out.toFile())
                    .start();
        } catch (IOException e) {
            Assumptions.abort("no unshare here, so no folder can be mounted noexec: " + e.getMessage());
            return;
        }
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        Assumptions.assumeTrue(process.exitValue() == 0, () -> "no folder can be mounted noexec here");
        assertThat(Files.readString(out).strip()).isEqualTo("true false true true");
    }
}
