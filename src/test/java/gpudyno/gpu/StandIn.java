package gpudyno.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/// The stand-in for a driver's library, made by the machine's C compiler from `src/test/native`, with figures from a file.
public final class StandIn {
    private static final Path SOURCES = Path.of("src", "test", "native");
    private final Path library;

    private StandIn(Path library) {
        this.library = library;
    }

    /// Skips the test if there is no C compiler.
    ///
    /// @param missing functions that this version of the library does not have
    public static StandIn nvml(Path folder, String... missing) {
        Path library = folder.resolve("libnvidia-ml.so.1");
        Path script = folder.resolve("symbols.map");
        try {
            Files.writeString(script, "{ global: nvml*; local: *; };");
            if (missing.length > 0) {
                Files.writeString(script, "{ local: " + String.join("; ", missing) + "; };");
            }
            List<String> command = List.of("cc", "-O1", "-shared", "-fPIC", "-Wl,--version-script=" + script, "-o", library.toString(),
                    SOURCES.resolve("nvml.c").toString(), "-ldl", "-lpthread");
            run(command);
        } catch (IOException e) {
            System.out.println("SKIPPED: no C compiler to make the stand-in of NVML with (" + e.getMessage() + ")");
            Assumptions.abort("no C compiler");
        }
        return new StandIn(library);
    }

    /// The stand-in for the CUDA driver in a folder. Skips the test if there is no C compiler.
    public static StandIn cuda(Path folder) {
        Path library = folder.resolve("libcuda.so.1");
        try {
            run(List.of("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), SOURCES.resolve("cuda.c").toString(), "-ldl", "-lm"));
        } catch (IOException e) {
            System.out.println("SKIPPED: no C compiler to make the stand-in of the CUDA driver with (" + e.getMessage() + ")");
            Assumptions.abort("no C compiler");
        }
        return new StandIn(library);
    }

    private static void run(List<String> command) throws IOException {
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(compiler.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            assertThat(compiler.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(compiler.exitValue()).as(command.stream().collect(Collectors.joining(" ")) + "\n" + output).isZero();
    }

    public Path library() {
        return library;
    }

    /// Gives it other figures, from one instant to the next.
    public StandIn shows(String devices) {
        try {
            Path fresh = Files.createTempFile(library.getParent(), "devices", "");
            Files.writeString(fresh, devices + "\n");
            Files.move(fresh, Path.of(library + ".devices"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Settings that look at this library, and at folders without devices.
    public GpuSettings settings() {
        try {
            Path none = Files.createDirectories(library.resolveSibling("none"));
            return new GpuSettings(library.toString(), none, none);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
