package gpudyno.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.Alone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node in a process of its own.
@Alone
class NodeCommandTest {
    private static final int SIGTERM_EXIT = 128 + 15;
    private static final int CLIENTS = 8;

    @TempDir
    private Path folder;
    private Optional<Process> started = Optional.empty();

    @AfterEach
    void end() {
        started.ifPresent(Process::destroyForcibly);
    }

    private Process start(Path said) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:ErrorFile=" + folder.resolve("crash"), "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "node",
                "--listen", "127.0.0.1:0", "--knob", "serve.batch.maxSize=8").redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("GPUDYNO_DATA", folder.resolve("data").toString());
        builder.environment().put("GPUDYNO_CONFIG", folder.resolve("config").toString());
        builder.environment().put("GPUDYNO_KNOB_BACKEND_SESSIONS", "2");
        builder.environment().put("GPUDYNO_KNOB_SERVE_BATCH_MAXSIZE", "4");
        Process node = builder.start();
        started = Optional.of(node);
        return node;
    }

    private static URI address(Process node, Path said) {
        Pattern address = Pattern.compile("node on (http://[0-9.:]+)");
        return await().atMost(Duration.ofSeconds(60)).until(() -> {
            Matcher found = address.matcher(Files.readString(said));
            assertThat(node.isAlive()).as(() -> "it said " + said(said)).isTrue();
            return found.find() ? URI.create(found.group(1)) : null;
        }, Objects::nonNull);
    }

    private static String said(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void takesKnobsFromItsEnvironmentAndThoseOfTheCommandLineOverThem() throws Exception {
        Path said = folder.resolve("said");
        URI address = address(start(said), said);
        String token = Files.readString(folder.resolve("data/token")).strip();
        try (HttpClient http = HttpClient.newHttpClient()) {
            JsonNode knobs = new ObjectMapper().readTree(http.send(
                    HttpRequest.newBuilder(address.resolve("/api/knobs")).header("Authorization", "Bearer " + token).build(),
                    HttpResponse.BodyHandlers.ofString()).body());
            assertThat(value(knobs, "backend.sessions")).isEqualTo(2);
            assertThat(value(knobs, "serve.batch.maxSize")).isEqualTo(8);
        }
    }

    private static int value(JsonNode knobs, String id) {
        return StreamSupport.stream(knobs.spliterator(), false).filter(state -> state.at("/knob/id").asText().equals(id)).findFirst()
                .orElseThrow().path("value").asInt();
    }

    @Test
    void endsInOrderWhenAskedAmidItsBatches() throws Exception {
        Path said = folder.resolve("said");
        Process node = start(said);
        URI address = address(node, said);
        AtomicInteger answered = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(CLIENTS);
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                Thread.ofVirtual().start(() -> {
                    askUntilItIsGone(http, address.resolve("/v1/embeddings"), client, answered);
                    over.countDown();
                });
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> answered.get() > 4 * CLIENTS);
            node.destroy();
            assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(folder.resolve("crash")).doesNotExist();
        assertThat(node.exitValue()).isEqualTo(SIGTERM_EXIT);
    }

    private static void askUntilItIsGone(HttpClient http, URI address, int client, AtomicInteger answered) {
        for (int n = 0;; n++) {
            int number = n;
            String texts = IntStream.range(0, 8).mapToObj(text -> "\"client %d asks %d for the %dth time, and at some length\""
                    .formatted(client, text, number)).collect(Collectors.joining(",", "[", "]"));
            HttpRequest request = HttpRequest.newBuilder(address).header("Content-Type", "application/json").timeout(Duration.ofSeconds(20))
                    .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"all-MiniLM-L6-v2\",\"input\":" + texts + "}", UTF_8)).build();
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    answered.incrementAndGet();
                }
            } catch (IOException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
