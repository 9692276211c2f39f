package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import gpudyno.Alone;
import gpudyno.model.load.RunReport;
import gpudyno.model.load.Scenario;
import gpudyno.model.load.Slo;
import gpudyno.model.load.Workload;
import io.netty.buffer.Unpooled;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

@Alone
class TokenStreamTest {
    private static final String ROLE = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    private static final String WORD = "data: {\"choices\":[{\"delta\":{\"content\":\"wörd \"}}]}\n\n";
    private static final String END = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":4}}\n\ndata: [DONE]\n\n";

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void eventsAreTheSameHoweverTheirBytesAreCut() {
        byte[] bytes = utf8(": comment\r\n\r\nevent: x\ndata: één\r\ndata:two\r\n\r\nid: 1\n\ndata: 漢字\n\n");
        for (int cut = 1; cut < bytes.length; cut++) {
            List<String> events = new ArrayList<>();
            SseParser parser = new SseParser(events::add);
            for (int at = 0; at < bytes.length; at += cut) {
                parser.read(Unpooled.wrappedBuffer(bytes, at, Math.min(cut, bytes.length - at)));
            }
            assertThat(events).as("pieces of %d", cut).containsExactly("één\ntwo", "漢字");
        }
    }

    @Test
    void anEventWithoutEndIsRefusedNotKept() {
        SseParser parser = new SseParser(_ -> {});
        assertThatThrownBy(() -> parser.read(Unpooled.wrappedBuffer(new byte[(1 << 20) + 1]))).hasMessage("event too large");
    }

    /// What a run over answers of such pieces reports; 30 ms pass before each piece but the first.
    private static RunReport run(String contentType, String... pieces) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", contentType);
                exchange.sendResponseHeaders(200, 0);
                try (OutputStream out = exchange.getResponseBody()) {
                    for (int i = 0; i < pieces.length; i++) {
                        LockSupport.parkNanos(i == 0 ? 0 : 30_000_000);
                        out.write(utf8(pieces[i]));
                        out.flush();
                    }
                }
            });
            server.start();
            try {
                URI target = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
                return LoadGenerator.run(LoadPlan
                        .of(target, RequestSource.chat(Workload.DEFAULT, "m", 4), new Scenario.ClosedLoop(1, Duration.ofSeconds(20)),
                                Duration.ZERO, 1)
                        .withRequests(10).withLimits(1, Duration.ofSeconds(5)).withSlos(Slo.parse("ttft.p50=20s,p99=1ms"))
                        .expecting(Expectation.of(AnswerForm.TOKEN_STREAM)));
            } finally {
                server.stop(0);
            }
        }
    }

    @Test
    void theFirstTokenIsTheFirstOutputNotTheRoleChunk() throws Exception {
        RunReport report = run("text/event-stream", ROLE, WORD, WORD, WORD + WORD + END);
        assertThat(report.errors().byKind()).isEmpty();
        var ttft = Objects.requireNonNull(Objects.requireNonNull(report.ttft()).service());
        assertThat(ttft.p50()).isBetween(30.0, 55.0);
        // 60 ms between first and last of 4 tokens.
        assertThat(Objects.requireNonNull(report.tpot()).p50()).isCloseTo(20, within(10.0));
        assertThat(report.tokens()).matches(tokens -> tokens.output() == 40 && tokens.input() == 70 && !tokens.estimated());
        assertThat(report.slo()).extracting(verdict -> verdict.met()).containsExactly(true, false);
        assertThat(Objects.requireNonNull(report.goodput()).percent()).isZero();
    }

    @Test
    void brokenStreamsAreErrorsByKind() throws Exception {
        assertThat(run("text/event-stream", ROLE, WORD).errors().byKind()).containsOnlyKeys("stream cut short");
        assertThat(run("text/event-stream", "data: {\"error\":{\"message\":\"x\"}}\n\n").errors().byKind())
                .containsOnlyKeys("error in stream");
        assertThat(run("text/event-stream", "data: {oops\n\n").errors().byKind()).containsOnlyKeys("bad event");
        assertThat(run("text/html", WORD + END).errors().byKind()).containsOnlyKeys("not an event stream");
        assertThat(run("text/event-stream", ROLE + END).errors().byKind()).containsOnlyKeys("no output");
    }

    @Test
    void tokensNotCountedByTheServerAreMarkedEstimated() throws Exception {
        RunReport report = run("text/event-stream", WORD + WORD + "data: [DONE]\n\n");
        assertThat(report.tokens()).matches(tokens -> tokens.output() == 20 && tokens.estimated());
        assertThat(report.tpot()).isNull();
    }
}
