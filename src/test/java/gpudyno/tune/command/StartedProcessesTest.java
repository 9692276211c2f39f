package gpudyno.tune.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.Alone;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Alone
@Timeout(60)
class StartedProcessesTest {
    @TempDir
    private Path folder;

    @AfterEach
    void noProcessIsLeftBehind() {
        List<ProcessHandle> left = ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    private static Process sleeper() throws java.io.IOException {
        return new ProcessBuilder("sh", "-c", "sleep 300 & wait").start();
    }

    private static String identity(ProcessHandle handle, Duration off) {
        return handle.pid() + "-" + handle.info().startInstant().orElseThrow().plus(off).toEpochMilli();
    }

    /// The file a program leaves that was killed: its own number is given to nobody now.
    private Path leftBy(String program, String running) throws java.io.IOException {
        return Files.writeString(folder.resolve(program + ".started"), running + "\n");
    }

    @Test
    void whatAKilledProgramLeftIsEndedWithItsChildren() throws Exception {
        Process left = sleeper();
        Path file = leftBy("999999999-1", identity(left.toHandle(), Duration.ZERO));
        assertThat(new StartedProcesses(folder).endLeftovers()).contains(left.pid());
        assertThat(left.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void aNumberThatWasGivenToAnotherProcessIsLeftAlone() throws Exception {
        Process other = sleeper();
        leftBy("999999999-1", identity(other.toHandle(), Duration.ofMinutes(-10)));
        assertThat(new StartedProcesses(folder).endLeftovers()).isEmpty();
        assertThat(other.isAlive()).isTrue();
        other.descendants().forEach(ProcessHandle::destroyForcibly);
        other.destroyForcibly().waitFor();
    }

    @Test
    void whatAProgramAtWorkHasStartedIsLeftAlone() throws Exception {
        Process theirs = sleeper();
        Path file = leftBy(identity(ProcessHandle.current(), Duration.ZERO), identity(theirs.toHandle(), Duration.ZERO));
        assertThat(new StartedProcesses(folder).endLeftovers()).isEmpty();
        assertThat(theirs.isAlive()).isTrue();
        assertThat(file).exists();
        theirs.descendants().forEach(ProcessHandle::destroyForcibly);
        theirs.destroyForcibly().waitFor();
    }

    @Test
    void aDamagedFileEndsNothing() throws Exception {
        leftBy("999999999-1", "rubbish\n1-x\n-\n1");
        assertThat(new StartedProcesses(folder).endLeftovers()).isEmpty();
    }

    /// As on a full disk: a process nobody could end after a kill is not let run.
    @Test
    void aProcessThatCannotBeWrittenDownIsEndedAgain() throws Exception {
        Path noFolder = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> ServerProcess.start(List.of("sh", "-c", "sleep 300 & wait"), Map.of(), new StartedProcesses(noFolder)))
                .isInstanceOf(UncheckedIOException.class).hasMessageContaining("cannot be written down");
    }
}
