package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.Alone;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.net.Address;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What servers do that is right but unusual, and what they do wrong in ways that would make figures wrong.
@Alone
@Timeout(60)
class PeersTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static LoadPlan plan(URI target, int requests) {
        return LoadPlan.of(target, RequestSource.same("{}".getBytes(StandardCharsets.UTF_8)),
                new Scenario.Constant(200, Duration.ofMinutes(1)), Duration.ZERO, 1).withRequests(requests)
                .withLimits(8, Duration.ofSeconds(2));
    }

    private static void write(OutputStream out, String text) throws java.io.IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aPeerThatAnswersTwiceIsFoundOut(int millisBetween) throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (RawServer server = RawServer.answering((_, out) -> {
            served.incrementAndGet();
            write(out, OK);
            if (millisBetween > 0) {
                out.flush();
                Thread.sleep(millisBetween);
            }
            write(out, OK);
            return true;
        })) {
            LoadPlan closed = plan(server.uri("http"), 200).withScenario(new Scenario.ClosedLoop(4, Duration.ofSeconds(20)), Duration.ZERO,
                    1);
            RunReport report = LoadGenerator.run(closed.withRequests(200));
            assertThat(report.errors().byKind()).containsOnlyKeys("answer nobody asked for");
            assertThat(report.errors().samples().get("answer nobody asked for")).contains("more often than it is asked");
            RunReport open = LoadGenerator.run(plan(server.uri("http"), 50));
            assertThat(open.errors().byKind()).containsOnlyKeys("answer nobody asked for");
            if (millisBetween == 0) {
                // None that the peer served is missing; what was sent on a connection that was then ended it may not have read.
                assertThat(report.achieved().requests() + open.achieved().requests()).isBetween((long) served.get(), 250L);
            }
        }
    }

    @Test
    void aKeptConnectionThatEndsIsNoErrorAndTheRequestIsSentOnceMore() throws Exception {
        AtomicInteger served = new AtomicInteger();
        // Closes every connection after its second answer, without a word.
        Map<Object, AtomicInteger> answers = new java.util.concurrent.ConcurrentHashMap<>();
        try (RawServer server = RawServer.answering((socket, out) -> {
            int number = answers.computeIfAbsent(socket, _ -> new AtomicInteger()).incrementAndGet();
            if (number == 3) {
                return false;
            }
            served.incrementAndGet();
            write(out, OK);
            return true;
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 60).withLimits(1, Duration.ofSeconds(2)));
            assertThat(report.errors().byKind()).isEmpty();
            assertThat(report.achieved().requests()).isEqualTo(60).isEqualTo(served.get());
            assertThat(report.errors().resent()).isBetween(25L, 30L);
        }
    }

    @Test
    void theNewestIdleConnectionIsUsedFirst() throws Exception {
        Queue<Integer> ports = new ConcurrentLinkedQueue<>();
        AtomicBoolean slow = new AtomicBoolean(true);
        try (RawServer server = RawServer.answering((socket, out) -> {
            if (slow.get()) {
                Thread.sleep(100);
                slow.set(ports.size() < 4);
            }
            ports.add(socket.getPort());
            write(out, OK);
            return true;
        })) {
            LoadGenerator.run(plan(server.uri("http"), 60));
            // In turn, all eight would be used; one alone can serve what comes now, two where this machine was busy elsewhere.
            assertThat(List.copyOf(ports).subList(40, 60).stream().distinct()).hasSizeLessThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n"})
    void anAnswerToHeadEndsWithItsHeaders(String head) throws Exception {
        try (RawServer server = RawServer.sending(head)) {
            Endpoint endpoint = new Endpoint(server.uri("http"), "HEAD", Map.of(), Tls.PLATFORM);
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 20).at(endpoint));
            assertThat(report.errors().byKind()).isEmpty();
            assertThat(report.achieved().requests()).isEqualTo(20);
        }
    }

    @Test
    void anAnswerWithoutALengthEndsWithItsConnection() throws Exception {
        try (RawServer server = RawServer.answering((_, out) -> {
            write(out, "HTTP/1.1 200 OK\r\n\r\nsome text");
            return false;
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 40).withLimits(1, Duration.ofSeconds(2)));
            assertThat(report.errors().byKind()).isEmpty();
            assertThat(report.achieved().requests()).isEqualTo(40);
            assertThat(report.errors().resent()).isZero();
        }
    }

    @Test
    void requestsSayEachHeaderOnceAndInUtf8() throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        try (EchoServer server = EchoServer.recording(asked)) {
            Endpoint endpoint = new Endpoint(Address.parse("http://us%C3%A9r:pass@localhost:" + server.port() + "/modèle/a b?q=ü"), "POST",
                    Map.of("host", "virtual.example", "X-Name", "Zoë"), Tls.PLATFORM);
            assertThat(LoadGenerator.run(plan(endpoint.address().uri(), 3).at(endpoint)).errors().byKind()).isEmpty();
        }
        assertThat(asked).hasSize(3).allSatisfy(request -> {
            assertThat(request).startsWith("POST /mod%C3%A8le/a%20b?q=%C3%BC HTTP/1.1\r\n").contains("X-Name: Zoë\r\n")
                    .contains("Authorization: Basic dXPDqXI6cGFzcw==\r\n");
            assertThat(request.lines().filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("host:")))
                    .containsExactly("host: virtual.example");
            assertThat(request.lines().filter(line -> line.startsWith("Content-Length"))).hasSize(1);
        });
        for (String name : List.of("Content-Length", "transfer-encoding", "Bad Name", "")) {
            assertThatThrownBy(() -> new Endpoint(URI.create("http://h/"), "GET", Map.of(name, "3"), Tls.PLATFORM))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'" + name + "'");
        }
        assertThatThrownBy(() -> new Endpoint(URI.create("http://h/"), "GET", Map.of("X", "a\r\nY: b"), Tls.PLATFORM))
                .hasMessageContaining("control characters");
    }

    @Test
    void everyAddressOfLocalhostIsTried() throws Exception {
        ServerSocket six;
        try {
            six = new ServerSocket(0, 50, InetAddress.ofLiteral("::1"));
        } catch (java.io.IOException e) {
            org.junit.jupiter.api.Assumptions.abort("this machine has no IPv6 loopback: " + e);
            return;
        }
        try (RawServer server = new RawServer(six, (_, out) -> {
            write(out, OK);
            return true;
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 20));
            assertThat(report.errors().byKind()).isEmpty();
            assertThat(report.achieved().requests()).isEqualTo(20);
        }
    }

    @Test
    void theServersOwnWordsAreShownWithoutTheSecretsItEchoes() throws Exception {
        String said = "{\"error\": \"key sk-very-secret is\u0007 not known\"}" + "x".repeat(5000);
        try (RawServer server = RawServer.sending("HTTP/1.1 401 No\r\nContent-Length: " + said.length() + "\r\n\r\n" + said)) {
            Endpoint endpoint = new Endpoint(server.uri("http"), "POST", Map.of("Authorization", "Bearer sk-very-secret"), Tls.PLATFORM);
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 10).at(endpoint));
            assertThat(report.nothingCorrect()).isTrue();
            assertThat(report.errors().samples().get("status 401")).startsWith("{\"error\": \"key *** is not known")
                    .hasSizeLessThanOrEqualTo(RunReport.Errors.LONGEST_SAMPLE);
        }
    }

    @Test
    void aLongAnswerThatKeepsComingIsNotCutAndSilenceIs() throws Exception {
        try (RawServer server = RawServer.answering((_, out) -> {
            write(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
            for (int i = 0; i < 10; i++) {
                out.flush();
                Thread.sleep(100);
                write(out, "x");
            }
            return true;
        })) {
            LoadPlan plan = plan(server.uri("http"), 3);
            assertThat(LoadGenerator.run(plan.within(LoadPlan.Limits.ofSilence(8, Duration.ofMillis(600)))).errors().byKind()).isEmpty();
            RunReport cut = LoadGenerator
                    .run(plan.within(new LoadPlan.Limits(8, Duration.ofMillis(300), Duration.ofMillis(600), Pacing.LIGHT)));
            assertThat(cut.errors().byKind()).containsExactly(Map.entry("timeout", 3L));
            assertThat(cut.errors().samples().get("timeout")).isEqualTo("cut by this client: not at its end after 0.6 s");
        }
        try (RawServer server = RawServer.answering((socket, _) -> {
            // Says nothing until the client ends the connection.
            return socket.getInputStream().read() >= 0;
        })) {
            RunReport silent = LoadGenerator.run(plan(server.uri("http"), 3).within(LoadPlan.Limits.ofSilence(8, Duration.ofMillis(300))));
            assertThat(silent.errors().samples().get("timeout")).isEqualTo("cut by this client: nothing came for 0.3 s");
        }
    }

    @Test
    void aStreamThatSaysWhyItEndedIsWholeWithoutDone() throws Exception {
        String stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
        String word = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
        String end = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        for (Map.Entry<String, Map<String, Long>> each : Map.of(stream + word + end, Map.<String, Long>of(), stream + word,
                Map.of("stream cut short", 5L)).entrySet()) {
            try (RawServer server = RawServer.answering((_, out) -> {
                write(out, each.getKey());
                return false;
            })) {
                RunReport report = LoadGenerator.run(plan(server.uri("http"), 5).expecting(Expectation.of(AnswerForm.TOKEN_STREAM)));
                assertThat(report.errors().byKind()).isEqualTo(each.getValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e300", "9223372036854775807", "1.5", "2147483648"})
    void tokenCountsNoServerHasAreErrorsThatNameThem(String count) throws Exception {
        String usage = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":" + count + "}}";
        String whole = "{\"choices\":[{\"text\":\"a\"}]," + usage;
        String events = "data: {\"choices\":[{\"text\":\"a\"}]}\n\ndata: {\"choices\":[]," + usage + "\n\ndata: [DONE]\n\n";
        for (AnswerForm form : List.of(AnswerForm.TOKENS, AnswerForm.TOKEN_STREAM)) {
            String body = form == AnswerForm.TOKENS ? whole : events;
            try (RawServer server = RawServer
                    .sending("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: " + body.length()
                            + "\r\n\r\n" + body)) {
                RunReport report = LoadGenerator.run(plan(server.uri("http"), 5).expecting(Expectation.of(form)));
                assertThat(report.errors().byKind()).containsExactly(Map.entry(Usage.UNBELIEVABLE, 5L));
                assertThat(report.errors().samples().get(Usage.UNBELIEVABLE)).contains("usage.completion_tokens", "got");
            }
        }
    }

    @Test
    void anErrorInTheMakingOfARequestEndsTheRun() {
        for (Throwable thrown : List.of(new StackOverflowError("deep"), new IllegalStateException("no more"), new AssertionError("x"))) {
            RequestSource source = _ -> {
                int[] number = {0};
                return () -> {
                    if (++number[0] > 5 && Thread.currentThread().getName().startsWith("load-")) {
                        PeersTest.<RuntimeException>raise(thrown);
                    }
                    return new Body(new byte[0], 0);
                };
            };
            LoadPlan plan = LoadPlan.of(URI.create("http://127.0.0.1:9/"), source, new Scenario.Constant(100, Duration.ofMinutes(1)),
                    Duration.ZERO, 1);
            assertThatThrownBy(() -> LoadGenerator.run(plan)).hasMessageContaining(thrown.getMessage());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void raise(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
