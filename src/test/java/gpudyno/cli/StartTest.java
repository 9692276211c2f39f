package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import gpudyno.Alone;
import gpudyno.cli.ChildProgram.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a node says, in a process of its own, where its folders cannot be used: one sentence, and status 2.
@Alone
class StartTest {
    private static final String DATA = ".local/share/gpudyno";

    @TempDir
    private Path home;

    private Ended start(List<String> before, Map<String, String> environment) throws IOException, InterruptedException {
        return new ChildProgram(home).before(before).environment(environment).run("node", "--listen", "127.0.0.1:0");
    }

    private Ended start() throws IOException, InterruptedException {
        return start(List.of(), Map.of());
    }

    private static void isOneSentence(Ended ended, String... words) {
        assertThat(ended.said()).contains(words).startsWith("gpudyno: ");
        assertThat(ended.said().strip().lines()).hasSize(1);
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void aFileInThePlaceOfTheDataFolder() throws Exception {
        Files.createDirectories(home.resolve(DATA).getParent());
        Files.writeString(home.resolve(DATA), "");
        isOneSentence(start(), home.resolve(DATA).toString(), "a file is in its place", "GPUDYNO_DATA");
    }

    @Test
    void aFolderInThePlaceOfTheStore() throws Exception {
        Path store = Files.createDirectories(home.resolve(DATA).resolve("gpudyno.db"));
        isOneSentence(start(), store.toString(), "cannot be opened");
    }

    @Test
    void rulesThatCannotBeRead() throws Exception {
        Path rules = Files.createDirectories(home.resolve(DATA).resolve("alerts.yaml"));
        isOneSentence(start(), rules.toString(), "cannot be read");
    }

    @Test
    void aFolderOfLettersThatTheLocaleDoesNotHave() throws Exception {
        isOneSentence(
                start(List.of("sh", "-c", "HOME=\"$HOME/Heim von J$(printf '\\303\\274')rgen\" exec \"$@\"", "sh"), Map.of("LC_ALL", "C")),
                "HOME", "LC_ALL", "UTF-8");
    }

    /// Needs the rights to mount, as the administrator has them.
    @Test
    void aDiskThatIsFull() throws Exception {
        isOneSentence(onOwnDisk("size=256k", "dd if=/dev/zero of=$HOME/fill bs=1k 2>/dev/null;"), "No space left on device",
                "GPUDYNO_DATA");
    }

    @Test
    void aDiskThatIsReadOnly() throws Exception {
        isOneSentence(onOwnDisk("size=256k", "mount -o remount,ro $HOME;"), "Read-only file system", "GPUDYNO_DATA");
    }

    @Test
    void aDiskThatNoProgramMayRunFrom() throws Exception {
        isOneSentence(onOwnDisk("size=64m,noexec", ""), "noexec", DATA);
    }

    private Ended onOwnDisk(String options, String prepare) throws IOException, InterruptedException {
        Path disk = Files.createDirectory(home.resolve("disk"));
        assumeThat(new ProcessBuilder("unshare", "-m", "true").start().waitFor()).as("the right to mount").isZero();
        return start(List.of("unshare", "-m", "sh", "-c",
                "mount -t tmpfs -o " + options + " tmpfs \"$HOME\" && { " + prepare + " exec \"$@\"; }", "sh"),
                Map.of("HOME", disk.toString()));
    }
}
