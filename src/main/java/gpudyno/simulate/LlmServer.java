package gpudyno.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The simulated LLM server on loopback: OpenAI chat and completions (streamed and not), `/v1/models`, `/health`, and `/metrics` under vLLM's
/// names. A prompt's tokens are its words.
public final class LlmServer implements AutoCloseable {
    public static final String MODEL = "simulated-llm";
    private static final int MAX_BODY = 4 << 20;
    /// What late wake-ups take from one step the next ones give back, so that steps last as long as they should; a longer stall is a stall.
    private static final long CATCH_UP = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int DEFAULT_TOKENS = 16;
    private static final int MOST_TOKENS = 1_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StepScheduler scheduler;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread steps = Thread.ofPlatform().name("simulated-steps").daemon().unstarted(this::runSteps);

    /// @param port 0 for any free one
    public LlmServer(int port, LlmSettings settings) throws IOException {
        scheduler = new StepScheduler(settings);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", exchange -> complete(exchange, true));
        server.createContext("/v1/completions", exchange -> complete(exchange, false));
        server.createContext("/tokenize", this::tokenize);
        server.createContext("/v1/models",
                exchange -> answer(exchange, 200, "application/json",
                        json(Map.of("object", "list", "data",
                                List.of(Map.of("id", MODEL, "object", "model", "owned_by", "gpudyno-simulate"))))));
        server.createContext("/health", exchange -> answer(exchange, 200, "text/plain", "simulated\n"));
        server.createContext("/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4", scheduler.metrics()));
        server.start();
        steps.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        steps.interrupt();
        threads.shutdownNow();
    }

    private void runSteps() {
        long due = System.nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long latest = scheduler.awaitWork() ? System.nanoTime() : System.nanoTime() - CATCH_UP;
                due = Math.max(due, latest);
                StepScheduler.Step step = scheduler.step();
                due += Math.round(step.micros() * 1000);
                while (System.nanoTime() < due && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                scheduler.tell(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void complete(HttpExchange exchange, boolean chat) throws IOException {
        JsonNode request;
        Sequence sequence;
        try {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                throw new IllegalArgumentException("the body is larger than " + MAX_BODY + " bytes");
            }
            request = JSON.readTree(body);
            sequence = sequence(request, chat);
            scheduler.add(sequence);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            answer(exchange, 400, "application/json",
                    json(Map.of("error", Map.of("message", String.valueOf(e.getMessage()), "type", "invalid_request_error"))));
            return;
        }
        try {
            if (request.path("stream").asBoolean()) {
                stream(exchange, sequence, chat, request.path("stream_options").path("include_usage").asBoolean());
            } else {
                StringBuilder text = new StringBuilder();
                while (sequence.events.take() == Sequence.Event.TOKEN) {
                    text.append(Sequence.TOKEN + " ");
                }
                Map<String, Object> choice = chat
                        ? Map.of("index", 0, "message", Map.of("role", "assistant", "content", text.toString()), "finish_reason", "length")
                        : Map.of("index", 0, "text", text.toString(), "finish_reason", "length");
                answer(exchange, 200, "application/json",
                        json(Map.of("model", MODEL, "choices", List.of(choice), "usage", usage(sequence))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            scheduler.cancel(sequence);
            exchange.close();
        }
    }

    /// As vLLM's: how many tokens a prompt or a chat has.
    private void tokenize(HttpExchange exchange) throws IOException {
        try {
            JsonNode request = JSON.readTree(exchange.getRequestBody().readNBytes(MAX_BODY));
            int count = words(request, request.has("messages")).size();
            answer(exchange, 200, "application/json", json(Map.of("count", count, "max_model_len", MOST_TOKENS)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            answer(exchange, 400, "application/json",
                    json(Map.of("error", Map.of("message", String.valueOf(e.getMessage()), "type", "invalid_request_error"))));
        }
    }

    private static List<String> words(JsonNode request, boolean chat) {
        StringBuilder text = new StringBuilder();
        if (chat) {
            request.path("messages").forEach(message -> text.append(message.path("content").asText()).append(' '));
        } else {
            text.append(request.path("prompt").asText());
        }
        String prompt = text.toString().strip();
        if (prompt.isEmpty()) {
            throw new IllegalArgumentException(chat ? "messages with content are needed" : "a prompt is needed");
        }
        return List.of(prompt.split("\\s+"));
    }

    private static Sequence sequence(JsonNode request, boolean chat) {
        return new Sequence(words(request, chat), maxTokens(request));
    }

    private static int maxTokens(JsonNode request) {
        JsonNode asked = request.hasNonNull("max_completion_tokens") ? request.path("max_completion_tokens") : request.path("max_tokens");
        if (asked.isMissingNode() || asked.isNull()) {
            return DEFAULT_TOKENS;
        }
        double tokens = asked.isNumber() ? asked.asDouble() : Double.NaN;
        if (!(tokens >= 1 && tokens <= MOST_TOKENS && tokens == Math.rint(tokens))) {
            throw new IllegalArgumentException("max_tokens must be a whole number from 1 to " + MOST_TOKENS + ", got " + asked);
        }
        return (int) tokens;
    }

    private static void stream(HttpExchange exchange, Sequence sequence, boolean chat, boolean withUsage)
            throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        String chunk = json(Map.of("model", MODEL, "choices",
                List.of(chat
                        ? Map.of("index", 0, "delta", Map.of("content", Sequence.TOKEN + " "))
                        : Map.of("index", 0, "text", Sequence.TOKEN + " "))));
        OutputStream out = exchange.getResponseBody();
        if (chat) {
            send(out, json(
                    Map.of("model", MODEL, "choices", List.of(Map.of("index", 0, "delta", Map.of("role", "assistant", "content", ""))))));
        }
        while (sequence.events.take() == Sequence.Event.TOKEN) {
            send(out, chunk);
        }
        if (withUsage) {
            send(out, json(Map.of("model", MODEL, "choices", List.of(), "usage", usage(sequence))));
        }
        send(out, "[DONE]");
    }

    private static void send(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Map<String, Integer> usage(Sequence sequence) {
        return Map.of("prompt_tokens", sequence.prompt.size(), "completion_tokens", sequence.maxTokens, "total_tokens",
                sequence.prompt.size() + sequence.maxTokens);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
