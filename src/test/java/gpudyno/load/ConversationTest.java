package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import gpudyno.Alone;
import gpudyno.model.load.LatencySummary;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a real HTTP server that streams an answer of its own number.
@Alone
class ConversationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Queue<JsonNode> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger served = new AtomicInteger();
    private volatile Duration serviceTime = Duration.ZERO;
    private volatile int fails = -1;
    private HttpServer server;
    private ExecutorService threads;

    @BeforeEach
    void start() throws Exception {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(JSON.readTree(exchange.getRequestBody().readAllBytes()).path("messages"));
            int number = served.incrementAndGet();
            LockSupport.parkNanos(serviceTime.toNanos());
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            byte[] answer = ("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
                    + "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n"
                    + "data: {\"choices\":[{\"delta\":{\"content\":\"answer \"}}]}\n\n"
                    + "data: {\"choices\":[{\"delta\":{\"content\":\"" + number + "\"}}]}\n\ndata: [DONE]\n\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(number == fails ? 500 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        // A server's first requests are slow; they are not what is tested.
        run(20, Duration.ZERO, Duration.ofSeconds(2));
        served.set(0);
        asked.clear();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    /// Conversations begin ten seconds apart, so that those before the second are one.
    private RunReport run(int turns, Duration answer, Duration length) throws Exception {
        RequestSource source = RequestSource.conversations(PromptSource.corpus(new Workload(100, 0, 1)),
                RequestFormat.chat("m", 16, true, false), new Turns(LengthDistribution.fixed(turns), answer, Duration.ofMillis(50)));
        URI target = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return LoadGenerator.run(LoadPlan.of(target, source, new Scenario.Constant(0.1, length), Duration.ZERO, 1)
                .expecting(Expectation.of(AnswerForm.TOKEN_STREAM)).withLimits(1, Duration.ofSeconds(5)));
    }

    @Test
    void eachTurnCarriesWhatWasSaidBefore() throws Exception {
        RunReport report = run(3, Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThat(report.conversations()).isEqualTo(new RunReport.Conversations(1, 1, 0));
        assertThat(report.achieved().requests()).isEqualTo(3);
        List<JsonNode> turns = List.copyOf(asked);
        assertThat(turns).extracting(JsonNode::size).containsExactly(1, 3, 5);
        JsonNode last = turns.getLast();
        assertThat(last.findValuesAsText("role")).containsExactly("user", "assistant", "user", "assistant", "user");
        assertThat(last.get(1).path("content").asText()).isEqualTo("answer 1");
        assertThat(last.get(3).path("content").asText()).isEqualTo("answer 2");
        assertThat(last.get(0)).isEqualTo(turns.getFirst().get(0));
    }

    @Test
    void aTurnIsDueWhenItsForerunnerShouldHaveEndedAndWaitsWhereItHasNot() throws Exception {
        serviceTime = Duration.ofMillis(400);
        // Due at 0, 150 and 300 ms and answered one after another, at s, 2 s and 3 s: latencies s, 2 s - 150 and 3 s - 300.
        RunReport report = run(3, Duration.ofMillis(100), Duration.ofSeconds(2));
        double s = Objects.requireNonNull(report.latency().service()).mean();
        LatencySummary intended = Objects.requireNonNull(report.latency().intended());
        assertThat(s).isGreaterThan(400);
        assertThat(intended.mean()).isCloseTo(2 * s - 150, within(40.0));
        assertThat(intended.max()).isCloseTo(3 * s - 300, within(40.0));
        assertThat(report.lag().max()).isLessThan(100);
    }

    @Test
    void aFailedTurnEndsItsConversation() throws Exception {
        fails = 2;
        RunReport report = run(5, Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThat(report.conversations()).isEqualTo(new RunReport.Conversations(1, 0, 1));
        assertThat(report.errors().byKind()).containsOnlyKeys("status 500");
        assertThat(served).hasValue(2);
    }

    @Test
    void aTurnThatWaitedForAFailedOneFailsWithIt() throws Exception {
        fails = 2;
        serviceTime = Duration.ofMillis(400);
        RunReport report = run(5, Duration.ofMillis(100), Duration.ofSeconds(2));
        assertThat(report.errors().byKind()).containsOnlyKeys("status 500", ErrorKind.TURN_BEFORE_FAILED);
        assertThat(report.errors().byKind().get(ErrorKind.TURN_BEFORE_FAILED)).isBetween(1L, 3L);
        assertThat(report.offered().requests()).isEqualTo(1 + report.errors().total());
    }

    @Test
    void whatIsAskedDependsOnTheSeedAlone() {
        RequestSource source = RequestSource.conversations(PromptSource.corpus(new Workload(100, 1, 1)),
                RequestFormat.chat("m", 16, true, false),
                new Turns(new LengthDistribution(LengthDistribution.Kind.NORMAL, 4, 2), Duration.ofSeconds(1), Duration.ZERO));
        assertThat(questions(source)).isEqualTo(questions(source)).hasSizeGreaterThan(12);
    }

    private static List<String> questions(RequestSource source) {
        var bodies = source.bodies(7);
        List<String> all = new java.util.ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Conversation conversation = Objects.requireNonNull(bodies.get().conversation());
            while (conversation.hasNext()) {
                conversation.answered("a", 1);
                all.add(new String(conversation.next(0).bytes(), StandardCharsets.UTF_8));
            }
        }
        return all;
    }
}
