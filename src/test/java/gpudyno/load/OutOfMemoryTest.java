package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.Alone;
import gpudyno.model.load.Scenario;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Alone
class OutOfMemoryTest {
    @TempDir
    private Path folder;

    /// A run whose requests take all memory, in a process of its own.
    static final class Greedy {
        public static void main(String[] arguments) throws Exception {
            RequestSource greedy = _ -> () -> new Body(new byte[1 << 30], 0);
            LoadGenerator.run(LoadPlan.of(URI.create("http://127.0.0.1:9/"), greedy, new Scenario.Constant(10, Duration.ofMinutes(5)),
                    Duration.ZERO, 1));
        }
    }

    @Test
    void aRunWithoutMemoryEndsTheProcessAndSaysSo() throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Greedy.class.getName())
                .redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(70);
        assertThat(Files.readString(out)).contains("out of memory");
    }
}
