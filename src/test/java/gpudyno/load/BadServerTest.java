package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What servers do wrong is counted by kind, and the run goes on to its end.
@Timeout(60)
class BadServerTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir
    private Path folder;

    private static LoadPlan plan(URI target, int requests) {
        return LoadPlan.of(target, RequestSource.same("{}".getBytes(StandardCharsets.UTF_8)),
                new Scenario.Constant(100, Duration.ofMinutes(1)), Duration.ZERO, 1).withRequests(requests)
                .withLimits(8, Duration.ofMillis(600));
    }

    private static RunReport streams(String answer) throws Exception {
        try (RawServer server = RawServer.sending(answer)) {
            return LoadGenerator.run(plan(server.uri("http"), 20).expecting(Expectation.of(AnswerForm.TOKEN_STREAM)));
        }
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Test
    void requestsThatAreResetTwiceAreErrorsAndTheRestIsAnswered() throws Exception {
        AtomicInteger number = new AtomicInteger();
        // Of each five that reach the server two are reset: a request on a kept connection, and the same once more on a new one.
        try (RawServer server = RawServer.answering((socket, out) -> {
            if (number.getAndIncrement() % 5 >= 3) {
                socket.setSoLinger(true, 0);
                return false;
            }
            out.write(OK.getBytes(StandardCharsets.UTF_8));
            return true;
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 50));
            assertThat(report.errors().byKind()).containsOnlyKeys("connection reset");
            assertThat(report.errors().total()).isBetween(10L, 13L);
            assertThat(report.errors().resent()).isEqualTo(report.errors().total());
            assertThat(report.achieved().requests() + report.errors().total()).isEqualTo(50);
        }
    }

    @Test
    void answersCutInTheMiddleAreClosedEarly() throws Exception {
        try (RawServer server = RawServer.answering((_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf".getBytes(StandardCharsets.UTF_8));
            return false;
        })) {
            assertThat(LoadGenerator.run(plan(server.uri("http"), 20)).errors().byKind()).containsExactly(Map.entry("closed early", 20L));
        }
    }

    @Test
    void aStreamThatClosesWithoutItsEndIsAnError() throws Exception {
        try (RawServer server = RawServer.answering((_, out) -> {
            out.write((STREAM + chunk("data: {\"choices\":[{\"text\":\"a\"}]}\n\n")).getBytes(StandardCharsets.UTF_8));
            return false;
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 20).expecting(Expectation.of(AnswerForm.TOKEN_STREAM)));
            assertThat(report.errors().byKind()).containsExactly(Map.entry("closed early", 20L));
        }
    }

    @Test
    void anEndlessStreamTimesOut() throws Exception {
        try (RawServer server = RawServer.answering((_, out) -> {
            out.write(STREAM.getBytes(StandardCharsets.UTF_8));
            while (true) {
                out.write(chunk("data: {\"choices\":[{\"text\":\"a\"}]}\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                Thread.sleep(20);
            }
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 10).expecting(Expectation.of(AnswerForm.TOKEN_STREAM)));
            assertThat(report.errors().total()).isEqualTo(10);
            assertThat(report.errors().byKind()).containsKey("timeout");
        }
    }

    /// Numbers no honest server says: each ends its request as an error, and the run ends.
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: -1\r\n\r\nok", "Content-Length: 99999999999999999999\r\n\r\nok",
        "Content-Length: 2\r\nContent-Length: 7\r\n\r\nok", "Content-Length: 0x2\r\n\r\nok",
        "Content-Length: 9223372036854775807\r\n\r\nok", "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nok",
        "Transfer-Encoding: chunked\r\n\r\n-2\r\nok\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\nok"})
    void lengthsThatNoAnswerHasAreErrors(String rest) throws Exception {
        try (RawServer server = RawServer.answering((_, out) -> {
            out.write(("HTTP/1.1 200 OK\r\n" + rest).getBytes(StandardCharsets.UTF_8));
            return false;
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 5));
            assertThat(report.errors().total()).isEqualTo(5);
            assertThat(report.achieved().requests()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200000", "99", "-200", "2e2", "999"})
    void aStatusThatIsNoneIsAnError(String status) throws Exception {
        try (RawServer server = RawServer.answering((_, out) -> {
            out.write(("HTTP/1.1 " + status + " OK\r\nContent-Length: 2\r\n\r\nok").getBytes(StandardCharsets.UTF_8));
            return false;
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 5));
            assertThat(report.errors().total()).isEqualTo(5);
        }
    }

    @Test
    void aGigabyteIsNotReadToItsEnd() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        try (RawServer server = RawServer.answering((_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 1024; i++) {
                out.write(megabyte);
            }
            return true;
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 2).withLimits(1, Duration.ofSeconds(20)));
            assertThat(report.errors().byKind()).containsExactly(Map.entry("answer too large", 2L));
        }
    }

    @Test
    void streamsOfGarbageAreToldApart() throws Exception {
        String json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        assertThat(streams(json).errors().byKind()).containsExactly(Map.entry("not an event stream", 20L));
        assertThat(streams(STREAM + chunk("data: {oops\n\n") + "0\r\n\r\n").errors().byKind()).containsExactly(Map.entry("bad event", 20L));
        assertThat(streams(STREAM + chunk("data: {\"error\":{\"message\":\"full\"}}\n\n") + "0\r\n\r\n").errors().byKind())
                .containsExactly(Map.entry("error in stream", 20L));
        assertThat(streams("SSH-2.0-OpenSSH\r\n\r\n").errors().byKind()).containsExactly(Map.entry("bad response", 20L));
    }

    @Test
    void aTargetThatTakesNoConnectionIsUnreachableAfterSeconds() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        LoadPlan plan = plan(URI.create("http://127.0.0.1:" + free + "/"), 100_000);
        long start = System.nanoTime();
        assertThatThrownBy(() -> LoadGenerator.run(plan)).isInstanceOf(TargetUnreachableException.class).hasMessageContaining("refused");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThatThrownBy(() -> LoadGenerator.run(plan(URI.create("http://no-such-host.invalid/"), 5)))
                .isInstanceOf(TargetUnreachableException.class).hasMessageContaining("no-such-host.invalid is unknown");
    }

    @Test
    void aServerThatGoesAwayInAClosedLoopIsNotHammered() throws Exception {
        AtomicInteger number = new AtomicInteger();
        RawServer server = RawServer.answering((_, out) -> {
            out.write(OK.getBytes(StandardCharsets.UTF_8));
            return number.incrementAndGet() < 100;
        });
        Thread.ofVirtual().start(() -> {
            org.awaitility.Awaitility.await().until(() -> number.get() >= 100);
            try {
                server.close();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        LoadPlan plan = plan(server.uri("http"), 0);
        RunReport report = LoadGenerator.run(plan.withScenario(new Scenario.ClosedLoop(2, Duration.ofSeconds(2)), Duration.ZERO, 1));
        // Two connections try again every 10 ms for at most two seconds.
        assertThat(report.errors().byKind().getOrDefault("connection refused", 0L)).isBetween(10L, 420L);
    }

    @Test
    void anAbortRuleEndsTheRunAndIsNamed() throws Exception {
        try (RawServer server = RawServer.sending("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 0).abortBy(AbortRule.broken(Slo.parse("errors=50%"), 3)));
            assertThat(report.interrupted()).isTrue();
            assertThat(report.seconds()).isBetween(2.5, 6.0);
            assertThat(report.errors().byKind()).containsOnlyKeys("status 500");
            assertThat(report.findings()).isNotNull().extracting(RunReport.Findings::aborted).asString().contains("errors at 100");
        }
    }

    @Test
    void tlsIsSpokenToServersOneTrustsAndRefusedToOthers() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
        HandshakeCertificates keys = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        ServerSocket listener = keys.sslContext().getServerSocketFactory().createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Path pem = Files.writeString(folder.resolve("ca.pem"), certificate.certificatePem());
        try (RawServer server = new RawServer(listener, (_, out) -> {
            out.write(OK.getBytes(StandardCharsets.UTF_8));
            return true;
        })) {
            for (Tls trusting : List.of(new Tls(false, pem), new Tls(true, null))) {
                RunReport report = LoadGenerator.run(secured(server.uri("https"), trusting));
                assertThat(report.errors().byKind()).isEmpty();
                assertThat(report.achieved().requests()).isEqualTo(30);
            }
            assertThatThrownBy(() -> LoadGenerator.run(secured(server.uri("https"), Tls.PLATFORM)))
                    .isInstanceOf(TargetUnreachableException.class).hasMessageContaining("TLS failure");
        }
        assertThatThrownBy(() -> LoadGenerator.start(secured(URI.create("https://localhost:1/"), new Tls(false, folder.resolve("none")))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("certificate file").hasMessageNotContaining("--");
    }

    private static LoadPlan secured(URI target, Tls tls) {
        LoadPlan plan = plan(target, 30);
        return new LoadPlan(new Endpoint(target, "POST", Map.of(), tls), plan.source(), plan.expectation(), plan.scenario(),
                plan.requests(), plan.warmup(), new LoadPlan.Limits(8, Duration.ofSeconds(10)), 1, List.of(), plan.onSecond(), plan.abort(),
                List.of());
    }

    @Test
    void answersThatFailACheckAreErrorsNamedByIt() throws Exception {
        String body = "{\"data\":[{\"embedding\":[1,2]}],\"model\":\"m\"}";
        try (RawServer server = RawServer.sending("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)) {
            for (String passing : List.of("json:/data/0/embedding/1", "json:/model=m", "regex:embed+ing", "length:10..100")) {
                assertThat(checked(server, passing)).isEmpty();
            }
            for (String failing : List.of("json:/data/1", "json:/model=x", "regex:^oops", "length:..10")) {
                assertThat(checked(server, failing)).hasSize(1).allSatisfy((kind, count) -> {
                    assertThat(kind).startsWith("check: ");
                    assertThat(count).isEqualTo(10);
                });
            }
        }
    }

    private static Map<String, Long> checked(RawServer server, String check) throws Exception {
        Expectation expectation = new Expectation(AnswerForm.ANY, Set.of(200), List.of(AnswerCheck.parse(check)));
        return LoadGenerator.run(plan(server.uri("http"), 10).expecting(expectation)).errors().byKind();
    }

    @Test
    void anAnswerInOnePieceHasTokensAndNoTimeToTheFirst() throws Exception {
        String body = "{\"choices\":[{\"message\":{\"content\":\"a b c d\"}}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":4}}";
        try (RawServer server = RawServer.sending("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 10).expecting(Expectation.of(AnswerForm.TOKENS)));
            assertThat(report.tokens()).isNotNull().matches(tokens -> tokens.input() == 70 && tokens.output() == 40 && !tokens.estimated());
            assertThat(report.ttft()).isNull();
        }
    }

    @Test
    void aServerThatStallsOnceIsSeenOnTheIntendedClockOnly() throws Exception {
        // 5,000 requests, 1 ms each on ten connections, none answered from 3 to 5 s: of the 1,000 due meanwhile the first 50, which are the
        // slowest 1 % of all, wait 1.9 to 2 s; a connection's own request is late but ten times, which no p99 of its service shows:
        // that stays far below, on a busy machine too.
        long[] start = {0};
        try (RawServer server = RawServer.answering((_, out) -> {
            long now = System.nanoTime();
            synchronized (start) {
                start[0] = start[0] == 0 ? now : start[0];
            }
            long into = (now - start[0]) / 1_000_000;
            Thread.sleep(into > 3000 && into < 5000 ? 5000 - into : 1);
            write(out);
            return true;
        })) {
            RunReport report = LoadGenerator.run(plan(server.uri("http"), 0)
                    .withScenario(new Scenario.Constant(500, Duration.ofSeconds(10)), Duration.ZERO, 1)
                    .withLimits(10, Duration.ofSeconds(10)));
            assertThat(report.offered().requests()).isEqualTo(5_000);
            assertThat(report.latency().intended()).isNotNull().matches(latency -> Math.abs(latency.p99() - 1910) < 0.05 * 1910);
            assertThat(report.latency().service()).isNotNull().matches(latency -> latency.p99() < 200);
        }
    }

    private static void write(OutputStream out) throws java.io.IOException {
        out.write(OK.getBytes(StandardCharsets.UTF_8));
    }
}
