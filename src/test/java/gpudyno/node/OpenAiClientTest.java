package gpudyno.node;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.node.local.LocalNode;
import gpudyno.node.server.ApiToken;
import gpudyno.node.server.NodeServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/// The official OpenAI JavaScript client, current and about a year old, against a real node over loopback. Its versions are pinned by the
/// `package-lock.json` beside the script; npm installs them into `target`. Where Node.js or npm is missing, or npm reaches no registry, it says
/// so and skips.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiClientTest {
    private static final Path CLIENTS = Path.of("target", "openai-client").toAbsolutePath();
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "embeddings.mjs");
    private static final int CASES = 17;

    private LocalNode local;
    private NodeServer server;

    private record Ended(int status, String output) {}

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        install();
        local = new LocalNode(folder, "test");
        server = new NodeServer(local, ApiToken.at(folder.resolve("token")), "127.0.0.1", 0);
    }

    @AfterAll
    @SuppressWarnings("ConstantValue") // Skipped before anything was started.
    void stop() {
        if (server != null) {
            server.close();
            local.close();
        }
    }

    private static void install() throws Exception {
        Files.createDirectories(CLIENTS);
        boolean installed = Files.isRegularFile(CLIENTS.resolve("node_modules/.package-lock.json"));
        for (String file : FILES) {
            try (InputStream stream = OpenAiClientTest.class.getResourceAsStream("openai-client/" + file)) {
                byte[] wanted = Objects.requireNonNull(stream).readAllBytes();
                Path at = CLIENTS.resolve(file);
                installed &= Files.isRegularFile(at) && (file.endsWith(".mjs") || Arrays.equals(wanted, Files.readAllBytes(at)));
                Files.write(at, wanted);
            }
        }
        present("node");
        present("npm");
        if (!installed) {
            Ended ended = run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
            if (ended.status != 0) {
                throw skipped("npm could not install the clients: " + ended.output);
            }
        }
    }

    private static void present(String program) throws InterruptedException {
        try {
            run(List.of(program, "--version"));
        } catch (IOException e) {
            throw skipped(program + " cannot be started (" + e.getMessage() + "); install Node.js with npm");
        }
    }

    private static TestAbortedException skipped(String why) {
        System.out.println("OpenAiClientTest is skipped: " + why);
        return new TestAbortedException(why);
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Path output = CLIENTS.resolve("output.txt");
        Process process = new ProcessBuilder(command).directory(CLIENTS.toFile()).redirectErrorStream(true).redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(command + " ends").isTrue();
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai-current", "openai-year-old"})
    void theOfficialClientGetsWhatItExpects(String client) throws Exception {
        Ended ended = run(List.of("node", "embeddings.mjs", client, "http://127.0.0.1:" + server.port() + "/v1"));
        assertThat(ended.output.lines().filter(line -> !line.startsWith("ok "))).as("what did not go well").isEmpty();
        assertThat(ended.output.lines()).hasSize(CASES);
        assertThat(ended.status).isZero();
    }
}
