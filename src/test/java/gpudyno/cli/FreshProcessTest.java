package gpudyno.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import gpudyno.Alone;
import gpudyno.load.FireTimes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The command in a JVM of its own, which has loaded and compiled nothing yet, against a server of known service time on one connection:
/// what the queue of such requests must show follows from when they were due and when the server had done with each, counted from the moment
/// it got the first.
@Alone
@Timeout(120)
class FreshProcessTest {
    private static final String EVENTS = "data: {\"choices\":[{\"text\":\"a\",\"delta\":{\"content\":\"a\"}}]}\n\n".repeat(20)
            + "data: {\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    @TempDir
    private Path folder;
    private HttpServer server;
    private ExecutorService threads;
    private volatile Duration serviceTime = Duration.ZERO;
    /// When the server got the first request; 0 before.
    private volatile long first;
    /// Nanoseconds from then until it had answered each.
    private final List<Long> answered = Collections.synchronizedList(new ArrayList<>());
    /// Nanoseconds from an answer until the next request came, which had long been due.
    private final List<Long> between = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() throws Exception {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            long came = System.nanoTime();
            first = first == 0 ? came : first;
            if (!answered.isEmpty()) {
                between.add(came - first - answered.getLast());
            }
            exchange.getRequestBody().readAllBytes();
            LockSupport.parkNanos(serviceTime.toNanos());
            boolean stream = exchange.getRequestURI().getPath().endsWith("completions");
            byte[] answer = (stream ? EVENTS : "{}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", stream ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            answered.add(System.nanoTime() - first);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        // The server's own first requests are slow; they are not what is tested.
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 200; i++) {
                client.send(
                        HttpRequest.newBuilder(URI.create(address() + "/v1/chat/completions"))
                                .POST(HttpRequest.BodyPublishers.ofString("{}")).build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void check(Duration service, double rate, int requests, String scenario, String... more)
            throws IOException, InterruptedException {
        serviceTime = service;
        answered.clear();
        between.clear();
        first = 0;
        Path json = folder.resolve("run.json");
        Path out = folder.resolve("out.txt");
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(), "-Djava.awt.headless=true",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "gpudyno.cli.Main", "load"));
        command.addAll(List.of(more));
        command.addAll(List.of("--scenario", scenario, "--rate", Double.toString(rate), "--requests", Integer.toString(requests),
                "--connections", "1", "--timeout", "30s", "--json", json.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        JsonNode intended = new ObjectMapper().readTree(json.toFile()).at("/latency/intended");
        double[] expected = expected(scenario.equals("poisson") ? FireTimes.poisson(rate, 42) : FireTimes.constant(rate), requests);
        assertThat(intended.path("mean").asDouble()).as(String.join(" ", more)).isCloseTo(expected[0], within(0.02 * expected[0]));
        assertThat(intended.path("max").asDouble()).as(String.join(" ", more)).isCloseTo(expected[1], within(0.02 * expected[1]));
        // The middle one: what this process took to read an answer and to send, without what others on this machine did meanwhile.
        double own = between.stream().sorted().toList().get(between.size() / 2) / 1e6;
        assertThat(own * between.size()).as("%s, each %s ms", String.join(" ", more), own).isLessThan(0.02 * expected[1]);
    }

    /// Mean and largest latency in milliseconds of requests that wait for one another.
    private double[] expected(FireTimes times, int requests) {
        assertThat(answered).hasSize(requests);
        double sum = 0;
        double most = 0;
        double begin = Double.NaN;
        for (long end : List.copyOf(answered)) {
            double due = times.next() / 1e6;
            begin = Double.isNaN(begin) ? due : begin;
            double latency = end / 1e6 - (due - begin);
            sum += latency;
            most = Math.max(most, latency);
        }
        return new double[]{sum / requests, most};
    }

    @Test
    void theFirstRequestCarriesNothingOfTheProcessesOwnWarming() throws Exception {
        check(Duration.ofMillis(500), 10, 8, "constant", address());
    }

    @Test
    void norDoesThatOfAStream() throws Exception {
        check(Duration.ofMillis(200), 20, 12, "poisson", address(), "--api", "openai-chat", "--tokenizer", "none");
        check(Duration.ofMillis(200), 20, 12, "constant", address(), "--api", "openai-completions", "--tokenizer", "none");
    }

    @Test
    void norDoesThatOfAnotherFormat() throws Exception {
        check(Duration.ofMillis(200), 20, 12, "constant", address(), "--api", "openai-embeddings");
        check(Duration.ofMillis(200), 20, 12, "constant", address(), "--api", "kserve", "--model", "m", "--input-name", "text");
    }
}
