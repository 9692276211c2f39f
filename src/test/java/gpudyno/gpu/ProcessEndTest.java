package gpudyno.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.gpu.EndSignal;
import gpudyno.model.gpu.GpuProcess;
import gpudyno.model.gpu.GpuProcess.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProcessEndTest {
    private static final Path PROC = Path.of("/proc");
    private final ProcessEnd end = new ProcessEnd(PROC);

    private static GpuProcess seen(long pid, @Nullable Instant started) {
        return new GpuProcess("GPU-1", pid, "ana", "python3", Kind.COMPUTE, null, null, started);
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "60").start();
    }

    @Test
    void theProcessThatWasSeenGetsTheSignal() throws Exception {
        for (EndSignal signal : EndSignal.values()) {
            Process process = sleeper();
            try {
                end.end(seen(process.pid(), new ProcessFacts(PROC).of(process.pid()).started()), signal);
                assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(signal == EndSignal.TERM ? 143 : 137);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void aNumberGivenToAnotherProcessIsLeftAlone() throws Exception {
        Process process = sleeper();
        try {
            assertThatThrownBy(() -> end.end(seen(process.pid(), Instant.now().minusSeconds(3600)), EndSignal.KILL))
                    .hasMessageContaining("another process");
            assertThatThrownBy(() -> end.end(seen(process.pid(), null), EndSignal.KILL)).hasMessageContaining("left alone");
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void neitherTheNodeNorWhatHasEndedIsEnded() throws Exception {
        assertThatThrownBy(() -> end.end(seen(ProcessHandle.current().pid(), Instant.now()), EndSignal.TERM))
                .hasMessageContaining("this node itself");
        Process process = sleeper();
        process.destroyForcibly().waitFor();
        assertThatThrownBy(() -> end.end(seen(process.pid(), Instant.now()), EndSignal.TERM)).hasMessageContaining("cannot be seen");
    }
}
