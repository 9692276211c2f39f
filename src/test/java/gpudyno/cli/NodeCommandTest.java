package gpudyno.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpudyno.Alone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    void takesKnobsFromFileEnvironmentAndCommandLineAndASecondSignalEndsItAtOnce() throws Exception {
        Path said = folder.resolve("said");
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/gpudyno.yaml"),
                "node: {log: info, grace: 100s, knobs: {serve.batch.maxSize: 2, backend.sessions: 3, serve.queue.limit: 77}}\nunread: 1\n");
        Process node = start(said);
        URI address = address(node, said);
        String token = Files.readString(folder.resolve("data/token")).strip();
        try (HttpClient http = HttpClient.newHttpClient()) {
            JsonNode knobs = new ObjectMapper().readTree(http.send(
                    HttpRequest.newBuilder(address.resolve("/api/knobs")).header("Authorization", "Bearer " + token).build(),
                    HttpResponse.BodyHandlers.ofString()).body());
            assertThat(value(knobs, "backend.sessions")).isEqualTo(2);
            assertThat(value(knobs, "serve.batch.maxSize")).isEqualTo(8);
            assertThat(value(knobs, "serve.queue.limit")).isEqualTo(77);
            assertThat(said(said)).contains("nothing reads the key 'unread'");
            try (Socket _ = begun(address)) {
                node.destroy();
                await().atMost(Duration.ofSeconds(30)).until(() -> health(http, address).body().contains("draining"));
                node.destroy();
                assertThat(node.waitFor(20, TimeUnit.SECONDS)).as("it waits for no request").isTrue();
            }
        }
        assertThat(node.exitValue()).isEqualTo(SIGTERM_EXIT);
        assertThat(said(said)).contains("asked twice to stop");
    }

    private static int value(JsonNode knobs, String id) {
        return StreamSupport.stream(knobs.spliterator(), false).filter(state -> state.at("/knob/id").asText().equals(id)).findFirst()
                .orElseThrow().path("value").asInt();
    }

    private static final String LATE_BODY = "{\"model\":\"all-MiniLM-L6-v2\",\"input\":\"late\"}";

    /// A connection on which a request was sent but for the end of its body; the node reads that body.
    private static Socket begun(URI address) throws IOException {
        Socket socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(("POST /v1/embeddings HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: "
                + LATE_BODY.length() + "\r\n\r\n").getBytes(UTF_8));
        String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
        assertThat(new String(socket.getInputStream().readNBytes(goOn.length()), UTF_8)).isEqualTo(goOn);
        socket.getOutputStream().write(LATE_BODY.substring(0, LATE_BODY.length() - 1).getBytes(UTF_8));
        return socket;
    }

    private static HttpResponse<String> health(HttpClient http, URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address.resolve("/api/health")).build(), HttpResponse.BodyHandlers.ofString());
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
            String token = Files.readString(folder.resolve("data/token")).strip();
            CompletableFuture<HttpResponse<String>> stream = http.sendAsync(
                    HttpRequest.newBuilder(address.resolve("/api/frames")).header("Authorization", "Bearer " + token)
                            .header("Accept", "text/event-stream").build(),
                    HttpResponse.BodyHandlers.ofString());
            try (Socket slow = begun(address)) {
                node.destroy();
                HttpResponse<String> health = await().atMost(Duration.ofSeconds(30)).until(() -> health(http, address),
                        answer -> answer.statusCode() == 503);
                assertThat(health.body()).contains("draining");
                HttpResponse<String> refused = http.send(HttpRequest.newBuilder(address.resolve("/v1/embeddings"))
                        .POST(HttpRequest.BodyPublishers.ofString(LATE_BODY)).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
                assertThat(refused.body()).contains("stopping");
                slow.getOutputStream().write('}');
                slow.shutdownOutput();
                assertThat(new String(slow.getInputStream().readAllBytes(), UTF_8)).as("what had begun").startsWith("HTTP/1.1 200");
            }
            assertThat(stream.get(30, TimeUnit.SECONDS).body()).endsWith("event: end\ndata: the node is stopping\n\n");
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
