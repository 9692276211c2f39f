package gpudyno.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import gpudyno.model.net.Address;
import gpudyno.model.trace.Batch;
import gpudyno.model.trace.Kept;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.StageSpan;
import gpudyno.model.trace.Trace;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A receiver of OTLP decodes what was sent.
class TraceExportTest {
    private static final Instant AT = Instant.parse("2026-01-01T12:00:00.5Z");
    private static final Batch BATCH = new Batch(7, "00000000000000b7", 2, 4, 12, 16);

    private final List<ExportTraceServiceRequest> received = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer collector;
    private TraceExport export;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Api-Key")));
            try (InputStream body = exchange.getRequestBody()) {
                received.add(ExportTraceServiceRequest.parseFrom(body));
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        collector.start();
        export = new TraceExport(Address.parse("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces"),
                Map.of("api-key", "secret"), "bench", "1.0", Duration.ofMillis(20));
    }

    @AfterEach
    void stop() {
        export.close();
        collector.stop(0);
    }

    private static Trace trace(String id, String span, @Nullable String failure) {
        return new Trace(id, span, "b7ad6b7169203331", AT, 30, "POST /v1/embeddings", failure == null ? 200 : 503,
                failure == null ? Kept.SLOW : Kept.FAILED, failure, "3",
                List.of(new StageSpan(Stage.QUEUE, 1, 9), new StageSpan(Stage.INFERENCE, 10, 19.5)), null, BATCH,
                Map.of("gen_ai.request.model", "all-MiniLM-L6-v2", "gen_ai.operation.name", "embeddings", "gen_ai.usage.input_tokens",
                        "12"));
    }

    private List<Span> spans() {
        return received.stream().flatMap(one -> one.getResourceSpansList().stream()).flatMap(one -> one.getScopeSpansList().stream())
                .flatMap(one -> one.getSpansList().stream()).toList();
    }

    private static Stream<Span> of(Map<String, List<Span>> byTrace, String id) {
        return byTrace.getOrDefault(id, List.of()).stream();
    }

    private static String hex(com.google.protobuf.ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Test
    void aTestSpanIsSentAtOnceAndTheAnswerToldInASentence() {
        assertThat(export.test()).isEqualTo("The collector at 127.0.0.1 took the test span.");
        assertThat(spans()).extracting(Span::getName).containsExactly("gpudyno test");
        assertThat(keys).containsExactly("secret");
        status = 401;
        assertThat(export.test()).startsWith("The collector at 127.0.0.1 did not take the test span: ").contains("401")
                .doesNotContain("secret");
        status = 200;
        assertThat(export.test()).as("an export that failed before").endsWith("took the test span.");
    }

    @Test
    void aRequestItsStagesAndItsBatchArriveWithTheirIdsTimesAndAttributes() {
        String first = "0af7651916cd43dd8448eb211c80319c";
        String second = "1af7651916cd43dd8448eb211c80319c";
        export.send(List.of(trace(first, "00000000000000a1", null), trace(second, "00000000000000a2", "No answer within the deadline.")));
        await().atMost(Duration.ofSeconds(10)).until(() -> spans().size() == 7);
        Map<String, List<Span>> byTrace = spans().stream().collect(Collectors.groupingBy(span -> hex(span.getTraceId())));
        Span root = of(byTrace, first).filter(span -> hex(span.getSpanId()).equals("00000000000000a1")).findFirst().orElseThrow();
        assertThat(hex(root.getParentSpanId())).isEqualTo("b7ad6b7169203331");
        assertThat(root.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(root.getName()).isEqualTo("POST /v1/embeddings");
        assertThat(root.getStartTimeUnixNano()).isEqualTo(AT.getEpochSecond() * 1_000_000_000L + AT.getNano());
        assertThat(root.getEndTimeUnixNano() - root.getStartTimeUnixNano()).isEqualTo(30_000_000);
        Map<String, AnyValue> attributes = root.getAttributesList().stream()
                .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
        assertThat(Objects.requireNonNull(attributes.get("gen_ai.request.model")).getStringValue()).isEqualTo("all-MiniLM-L6-v2");
        assertThat(Objects.requireNonNull(attributes.get("gen_ai.usage.input_tokens")).getIntValue()).isEqualTo(12);
        List<Span> stages = of(byTrace, first).filter(span -> !span.getSpanId().equals(root.getSpanId())).toList();
        assertThat(stages).extracting(Span::getName).containsExactlyInAnyOrder("Queue", "Inference");
        assertThat(stages).allSatisfy(span -> assertThat(hex(span.getParentSpanId())).isEqualTo("00000000000000a1"));
        Span batch = spans().stream().filter(span -> span.getName().equals("Batch")).findFirst().orElseThrow();
        assertThat(batch.getLinksList()).extracting(link -> hex(link.getTraceId())).containsExactlyInAnyOrder(first, second);
        Span inference = stages.stream().filter(span -> span.getName().equals("Inference")).findFirst().orElseThrow();
        assertThat(inference.getLinksList()).singleElement().satisfies(link -> {
            assertThat(link.getSpanId()).isEqualTo(batch.getSpanId());
            assertThat(link.getTraceId()).isEqualTo(batch.getTraceId());
        });
        Span failed = of(byTrace, second).filter(span -> span.getName().startsWith("POST")).findFirst().orElseThrow();
        assertThat(failed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(failed.getStatus().getMessage()).isEqualTo("No answer within the deadline.");
        assertThat(keys).containsOnly("secret");
        await().atMost(Duration.ofSeconds(5)).until(() -> export.status().contains("7 spans sent"));
    }

    @Test
    void aCollectorThatRefusesIsTold() {
        status = 401;
        export.send(List.of(trace("0af7651916cd43dd8448eb211c80319c", "00000000000000a1", null)));
        await().atMost(Duration.ofSeconds(10)).until(() -> export.status().contains("4 lost"));
        assertThat(export.isFailing()).isTrue();
        assertThat(export.status()).doesNotContain("secret");
    }
}
