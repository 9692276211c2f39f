package gpudyno.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import gpudyno.model.load.RunTarget.Api;
import gpudyno.model.machine.FoundServer;
import gpudyno.simulate.LlmServer;
import gpudyno.simulate.LlmSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoopbackServersTest {
    private static final String MODELS = "{\"object\": \"list\", \"data\": [{\"id\": \"a/model\", \"object\": \"model\", \"owned_by\": \"%s\"}]}";

    private static HttpServer serving(Map<String, String> answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String answer = answers.get(exchange.getRequestURI().getPath());
            byte[] bytes = (answer == null ? "not found" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static List<FoundServer> find(int... ports) throws InterruptedException {
        return new LoopbackServers(java.util.Arrays.stream(ports).boxed().toList()).find(Set.of());
    }

    /// What each server answers, as its documentation and sources have it.
    static List<Arguments> servers() {
        return List.of(
                Arguments.of("vLLM 0.8.5", Api.CHAT, List.of("a/model"),
                        Map.of("/v1/models", String.format(java.util.Locale.ROOT, MODELS, "vllm"), "/version", "{\"version\": \"0.8.5\"}",
                                "/metrics", "# TYPE vllm:num_requests_running gauge\nvllm:num_requests_running 1.0\nvllm:other 2\n")),
                Arguments.of("SGLang 0.4.6", Api.CHAT, List.of("a/model"),
                        Map.of("/v1/models", String.format(java.util.Locale.ROOT, MODELS, "sglang"), "/get_server_info",
                                "{\"version\": \"0.4.6\"}")),
                Arguments.of("llama.cpp b5200-1234", Api.CHAT, List.of("a/model"),
                        Map.of("/v1/models", String.format(java.util.Locale.ROOT, MODELS, "llamacpp"), "/props",
                                "{\"build_info\": \"b5200-1234\"}")),
                Arguments.of("Ollama 0.5.7", Api.CHAT, List.of("a/model"),
                        Map.of("/v1/models", String.format(java.util.Locale.ROOT, MODELS, "library"), "/api/version",
                                "{\"version\": \"0.5.7\"}")),
                Arguments.of("Ollama 0.1.20", Api.CHAT, List.of(),
                        Map.of("/api/tags", "{\"models\": []}", "/api/version", "{\"version\": \"0.1.20\"}")),
                Arguments.of("Text Generation Inference 3.2", Api.CHAT, List.of("b/model"),
                        Map.of("/info", "{\"model_id\": \"b/model\", \"version\": \"3.2\"}", "/metrics", "tgi_request_count 4\n")),
                Arguments.of("Text Embeddings Inference 1.7", Api.EMBEDDINGS, List.of("c/model"),
                        Map.of("/info", "{\"model_id\": \"c/model\", \"version\": \"1.7\"}", "/metrics", "te_request_count 4\n")),
                Arguments.of("Triton 2.50.0", Api.KSERVE, List.of(), Map.of("/v2", "{\"name\": \"triton\", \"version\": \"2.50.0\"}")),
                Arguments.of("OpenAI server", Api.CHAT, List.of("a/model"),
                        Map.of("/v1/models", String.format(java.util.Locale.ROOT, MODELS, "someone"))));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aServerIsKnownByWhatItAnswers(String title, Api api, List<String> models, Map<String, String> answers) throws Exception {
        HttpServer server = serving(answers);
        try {
            assertThat(find(server.getAddress().getPort())).singleElement().satisfies(found -> {
                assertThat(found.title()).isEqualTo(title);
                assertThat(found.api()).isEqualTo(api);
                assertThat(found.models()).isEqualTo(models);
                assertThat(found.address()).isEqualTo(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
                assertThat(found.metrics() == null).isEqualTo(!answers.containsKey("/metrics"));
            });
        } finally {
            server.stop(0);
        }
    }

    @Test
    void theSimulatedServerIsSaidToBeSimulatedThoughItsMetricsHaveVllmsNames() throws Exception {
        try (LlmServer server = new LlmServer(0, LlmSettings.DEFAULT)) {
            assertThat(find(server.port())).singleElement().satisfies(found -> {
                assertThat(found.name()).isEqualTo("Simulated LLM server");
                assertThat(found.metricCount()).isPositive();
            });
        }
    }

    @Test
    void aWebServerThatServesNoModelIsNone() throws Exception {
        HttpServer server = serving(
                Map.of("/", "<html>", "/metrics", "process_cpu_seconds_total 1\n", "/v1/models", "{\"error\": \"no\"}"));
        try {
            assertThat(find(server.getAddress().getPort())).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void namesThatNobodyShouldReadAreLeftOut() throws Exception {
        HttpServer server = serving(
                Map.of("/v1/models", "{\"data\": [{\"id\": \"a\\nb\", \"owned_by\": \"vllm\"}, {\"id\": \"" + "x".repeat(500)
                        + "\"}, {\"id\": 7}, null, [], {\"id\": \"good\"}]}", "/version", "{\"version\": {\"not\": \"a word\"}}"));
        try {
            assertThat(find(server.getAddress().getPort())).singleElement().satisfies(found -> {
                assertThat(found.models()).containsExactly("7", "good");
                assertThat(found.title()).isEqualTo("vLLM");
            });
        } finally {
            server.stop(0);
        }
    }

    /// One that accepts and says nothing, and one that never ends, hold up a look by its bound only.
    @Test
    @Timeout(30)
    void aPortThatNeverAnswersIsGivenUp() throws Exception {
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endless.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 16];
            try {
                while (true) {
                    exchange.getResponseBody().write(block);
                }
            } catch (IOException _) {
                exchange.close();
            }
        });
        endless.setExecutor(task -> Thread.ofVirtual().start(task));
        endless.start();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(find(silent.getLocalPort(), endless.getAddress().getPort())).isEmpty();
        } finally {
            endless.stop(0);
        }
    }

    @Test
    void aPortThatIsLeftOutIsNotAsked() throws Exception {
        try (LlmServer server = new LlmServer(0, LlmSettings.DEFAULT)) {
            assertThat(new LoopbackServers(List.of(server.port())).find(Set.of(server.port()))).isEmpty();
        }
    }
}
