package gpudyno.node.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import gpudyno.model.cache.EntrySelection;
import gpudyno.model.cache.NearHits;
import gpudyno.model.cache.NearMode;
import gpudyno.model.net.Address;
import gpudyno.node.local.LocalNode;
import gpudyno.serve.UpstreamSettings;
import gpudyno.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node with the built-in model before an upstream stand-in.
class ChatRoutesTest {
    private static final String PARIS = "What is the capital of France?";
    private static final String PARIS_AGAIN = "What's the capital of France?";
    private static final String CAKE = "How do I bake a chocolate cake?";

    private record Received(String path, String authorization, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch secondPart = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private Function<Integer, String> answers = call -> "Paris";
    private LocalNode node;
    private NodeServer server;
    private HttpServer upstream;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        upstream.createContext("/", this::answer);
        upstream.start();
        node = new LocalNode(folder, "box");
        // Answers may take longer than a connection may otherwise be silent.
        server = new NodeServer(node, Access.at(folder.resolve("token"), folder), Listening.plain("127.0.0.1", 0, AllowedOrigins.NONE),
                Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() {
        secondPart.countDown();
        server.close();
        node.close();
        upstream.stop(0);
        http.close();
    }

    private void forward() {
        node.forwardTo(
                new UpstreamSettings(Address.parse("http://127.0.0.1:" + upstream.getAddress().getPort()), Optional.of("upstream-key")));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            received.add(
                    new Received(exchange.getRequestURI().getPath(), String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                            body));
            if (body.contains("\"stream\":true")) {
                stream(exchange, body.contains("break off"));
                return;
            }
            if (body.contains("be slow")) {
                waitFor(Duration.ofMillis(2_500));
            }
            boolean refused = body.contains("be refused");
            byte[] answer = refused
                    ? "{\"error\":{\"message\":\"no\"}}".getBytes(UTF_8)
                    : Json.write(
                            Map.of("id", "a" + received.size(), "choices", List.of(Map.of("index", 0, "finish_reason", "stop", "message",
                                    Map.of("role", "assistant", "content", answers.apply(received.size()))))))
                            .getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(refused ? 429 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void waitFor(Duration most) {
        try {
            boolean _ = secondPart.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stream(HttpExchange exchange, boolean breakOff) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, breakOff ? 1_000 : 0);
        exchange.getResponseBody().write("data: one\n\n".getBytes(UTF_8));
        exchange.getResponseBody().flush();
        if (!breakOff) {
            waitFor(Duration.ofSeconds(20));
            exchange.getResponseBody().write("data: [DONE]\n\n".getBytes(UTF_8));
        }
    }

    private static String chat(String question, String more) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"" + question
                + "\"}]" + more + "}";
    }

    private HttpRequest request(String body, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/chat/completions"))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        return (key.isEmpty() ? request : request.header("Authorization", "Bearer " + key)).build();
    }

    private HttpResponse<String> ask(String body) throws IOException, InterruptedException {
        return http.send(request(body, ""), HttpResponse.BodyHandlers.ofString());
    }

    private static Optional<String> tier(HttpResponse<?> response) {
        return response.headers().firstValue("X-GpuDyno-Cache");
    }

    private NearHits near() {
        return Objects.requireNonNull(node.cache().board().near());
    }

    @Test
    void withoutAnUpstreamItSaysHowToNameOne() throws Exception {
        HttpResponse<String> answer = ask(chat(PARIS, ""));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("--upstream", "\"no_upstream\"");
        assertThat(near().upstream()).isEmpty();
    }

    @Test
    void requestsAndAnswersPassAsTheyAreWithTheUpstreamsKeyAlone() throws Exception {
        forward();
        HttpResponse<String> answer = http.send(request(chat(PARIS, ""), "callers-key"), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"content\":\"Paris\"");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(received).containsExactly(new Received("/v1/chat/completions", "Bearer upstream-key", chat(PARIS, "")));
        HttpResponse<String> refused = ask(chat("be refused", ""));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("{\"error\":{\"message\":\"no\"}}");
        assertThat(ask(chat("be slow", "")).statusCode()).as("longer than the listener waits for silent connections").isEqualTo(200);
        assertThat(near().asked()).as("off, no vector is computed").isZero();
        upstream.stop(0);
        HttpResponse<String> gone = ask(chat(PARIS, ""));
        assertThat(gone.statusCode()).isEqualTo(502);
        assertThat(gone.body()).contains("upstream_failed", "127.0.0.1:");
    }

    @Test
    void aStreamComesPartByPartAndOneThatBreaksOffIsNoWholeAnswer() throws Exception {
        forward();
        node.knobs().turn(Map.of("cache.near", "on"), "test");
        HttpResponse<InputStream> answer = http.send(request(chat(PARIS, ",\"stream\":true"), ""),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream parts = answer.body()) {
            assertThat(new String(parts.readNBytes(11), UTF_8)).isEqualTo("data: one\n\n");
            secondPart.countDown();
            assertThat(new String(parts.readAllBytes(), UTF_8)).isEqualTo("data: [DONE]\n\n");
        }
        assertThatThrownBy(() -> ask(chat("break off", ",\"stream\":true"))).isInstanceOf(IOException.class);
        assertThat(near().asked()).as("a stream is always the upstream's").isZero();
    }

    @Test
    void inShadowModeEveryAnswerIsRealAndWhatWouldHaveBeenWrongIsCounted() throws Exception {
        forward();
        node.knobs().turn(Map.of("cache.near", "shadow", "cache.near.cosine", 0.9), "test");
        answers = call -> call == 3 ? "The weather will be sunny tomorrow." : "Paris";
        for (String question : List.of(PARIS, PARIS_AGAIN, PARIS_AGAIN, CAKE)) {
            HttpResponse<String> answer = ask(chat(question, ""));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(tier(answer)).isEmpty();
        }
        assertThat(received).hasSize(4);
        await().untilAsserted(() -> assertThat(near().compared()).isEqualTo(2));
        NearHits hits = near();
        assertThat(hits.wrong()).isEqualTo(1);
        assertThat(hits.asked()).isEqualTo(4);
        assertThat(hits.served()).isZero();
        assertThat(hits.entries()).as("an answer that would not have been asked for is not kept").isEqualTo(2);
        assertThat(Objects.requireNonNull(hits.wrongPercent())).isEqualTo(50);

        node.knobs().turn(Map.of("cache.near.cosine", 0.99), "test");
        assertThat(near().compared()).as("what was measured under another bound").isZero();
        node.knobs().turn(Map.of("cache.near", "off"), "test");
        assertThat(near().entries()).isZero();
    }

    @Test
    void switchedOnItAnswersWhatMeansTheSameAndSaysSo() throws Exception {
        forward();
        node.knobs().turn(Map.of("cache.near", "on", "cache.near.cosine", 0.9), "test");
        HttpResponse<String> first = ask(chat(PARIS, ""));
        assertThat(tier(first)).isEmpty();
        HttpResponse<String> again = ask(chat(PARIS_AGAIN, ""));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(tier(again).orElseThrow()).matches("near; cosine=(0\\.9\\d|1\\.00)");
        assertThat(tier(ask(chat(PARIS, ",\"temperature\":0")))).as("another body").isEmpty();
        assertThat(received).hasSize(2);
        assertThat(near().served()).isEqualTo(1);
        assertThat(node.cache().board().hits()).containsEntry("near", 1L);

        for (String more : List.of(",\"temperature\":0.7", ",\"tools\":[]", ",\"n\":2", ",\"user\":\"somebody else\"")) {
            int before = received.size();
            assertThat(tier(ask(chat(PARIS, more)))).as(more).isEmpty();
            assertThat(received).hasSize(before + 1);
        }
        assertThat(tier(ask(chat(CAKE, "")))).isEmpty();
        assertThat(tier(http.send(request(chat(PARIS, ""), "another-caller"), HttpResponse.BodyHandlers.ofString())))
                .as("callers do not share answers").isEmpty();
        assertThat(tier(ask(chat("x".repeat(2_001), "")))).isEmpty();
        node.cache().invalidate(new EntrySelection.OfPattern("*"), false);
        assertThat(tier(ask(chat(PARIS, "")))).as("all was invalidated").isEmpty();
    }

    @Test
    void theShareThatWouldBeWrongIsToldWithItsInterval() {
        NearHits none = NearHits.of("u", NearMode.SHADOW, 0.95, 0, 0, 0, 0, 0, 0);
        assertThat(none.wrongPercent()).isNull();
        NearHits some = NearHits.of("u", NearMode.SHADOW, 0.95, 0, 0, 0, 0, 10, 2);
        // Wilson's interval of 2 in 10 is 5.67 to 50.98 %.
        assertThat(Objects.requireNonNull(some.wrongInterval()).getFirst()).isBetween(5.6, 5.75);
        assertThat(Objects.requireNonNull(some.wrongInterval()).getLast()).isBetween(50.9, 51.05);
        NearHits clean = NearHits.of("u", NearMode.SHADOW, 0.95, 0, 0, 0, 0, 100, 0);
        assertThat(Objects.requireNonNull(clean.wrongInterval()).getFirst()).isZero();
        assertThat(Objects.requireNonNull(clean.wrongInterval()).getLast()).as("none seen is not none").isBetween(3.0, 4.0);
    }
}
