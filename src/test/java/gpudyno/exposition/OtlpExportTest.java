package gpudyno.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpExportTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final MeterRegistry meters = new MeterRegistry();
    private final List<ExportMetricsServiceRequest> received = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final Queue<String> credentials = new ConcurrentLinkedQueue<>();
    private volatile int status = 200;
    private HttpServer collector;

    @BeforeEach
    void listen() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            paths.add(exchange.getRequestURI().getPath());
            try (InputStream body = exchange.getRequestBody()) {
                received.add(ExportMetricsServiceRequest.parseFrom(body));
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private OtlpExport export() {
        return export("");
    }

    private OtlpExport export(String user) {
        return new OtlpExport(OtlpExport.checked("http://" + user + "127.0.0.1:" + collector.getAddress().getPort()), "bench", "1.0", START,
                new OtlpExport.Source() {
                    @Override
                    public Collection<Meter> meters() {
                        return meters.meters();
                    }

                    @Override
                    public Map<Series, Reading> totals() {
                        return meters.totals();
                    }
                }, Duration.ofMillis(100));
    }

    @Test
    void aCollectorReadsEveryKindOfMeterAsItIs() {
        meters.gauge(Meter.gauge("fan.speed", "percent", "Fan speed", "fan"), () -> 40.5, "left \"1\"");
        meters.counter(Meter.counter("jobs.done", "1", "Jobs done")).add(7);
        var times = meters.distribution(Meter.distribution("job.time", "ms", "Time of a job"));
        for (double value : new double[]{0.05, 3, 4, 30, 1e6}) {
            times.record(value);
        }
        meters.close(1, START, Duration.ofSeconds(1));
        try (OtlpExport export = export()) {
            await().atMost(Duration.ofSeconds(10)).until(() -> received.size() >= 2);
            await().until(() -> export.status().contains("sent") && !export.isFailing());
        }
        assertThat(paths).containsOnly("/v1/metrics");
        var sent = received.getFirst().getResourceMetrics(0);
        assertThat(sent.getResource().getAttributesList()).extracting(KeyValue::getKey).contains("service.name", "service.instance.id");
        Map<String, Metric> metrics = sent.getScopeMetrics(0).getMetricsList().stream()
                .collect(Collectors.toMap(Metric::getName, Function.identity()));
        Metric fan = Objects.requireNonNull(metrics.get("gpudyno.fan.speed"));
        assertThat(fan.getUnit()).isEqualTo("%");
        assertThat(fan.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(40.5);
        assertThat(fan.getGauge().getDataPoints(0).getAttributes(0).getValue().getStringValue()).isEqualTo("left \"1\"");
        Metric jobs = Objects.requireNonNull(metrics.get("gpudyno.jobs.done"));
        assertThat(jobs.getSum().getIsMonotonic()).isTrue();
        assertThat(jobs.getSum().getAggregationTemporality()).isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        assertThat(jobs.getSum().getDataPoints(0).getAsDouble()).isEqualTo(7);
        assertThat(jobs.getSum().getDataPoints(0).getStartTimeUnixNano()).isEqualTo(START.getEpochSecond() * 1_000_000_000);
        HistogramDataPoint time = Objects.requireNonNull(metrics.get("gpudyno.job.time")).getHistogram().getDataPoints(0);
        assertThat(time.getCount()).isEqualTo(5);
        assertThat(time.getBucketCountsList()).hasSize(time.getExplicitBoundsCount() + 1);
        assertThat(time.getBucketCountsList().stream().mapToLong(Long::longValue).sum()).isEqualTo(5);
        assertThat(time.getBucketCounts(0)).isEqualTo(1);
        assertThat(time.getBucketCounts(time.getExplicitBoundsList().indexOf(5.0))).isEqualTo(2);
        assertThat(time.getBucketCounts(time.getExplicitBoundsCount())).isEqualTo(1);
        assertThat(time.getSum()).isBetween(0.99e6, 1.01e6);
    }

    @Test
    void aCollectorThatRefusesIsNamedAndTheNextSendingIsTriedAllTheSame() {
        status = 503;
        meters.counter(Meter.counter("jobs.done", "1", "")).add(1);
        try (OtlpExport export = export()) {
            await().atMost(Duration.ofSeconds(10)).until(export::isFailing);
            assertThat(export.status()).contains("127.0.0.1").contains("failed");
            status = 200;
            await().atMost(Duration.ofSeconds(10)).until(() -> !export.isFailing());
        }
    }

    @Test
    void aUserAndPasswordInTheAddressAreSentAndNeverSaid() {
        meters.counter(Meter.counter("jobs.done", "1", "")).add(1);
        status = 503;
        try (OtlpExport export = export("ada:pass%20word@")) {
            await().atMost(Duration.ofSeconds(10)).until(export::isFailing);
            assertThat(export.status()).doesNotContain("pass");
        }
        assertThat(credentials).contains("Basic YWRhOnBhc3Mgd29yZA==");
        assertThatThrownBy(() -> OtlpExport.checked("ftp://ada:secret@collector/")).hasMessageNotContaining("secret");
        assertThatThrownBy(() -> OtlpExport.checked("http://ada:secret@[bad/")).hasMessageNotContaining("secret");
        assertThat(OtlpExport.checked("http://my_collector:4318").uri()).hasToString("http://my_collector:4318/v1/metrics");
    }

    @Test
    void onlyAnHttpAddressIsTaken() {
        assertThatThrownBy(() -> OtlpExport.checked("ftp://x/")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://127.0.0.1:4318");
        assertThat(OtlpExport.checked("http://h:1/own/path")).hasToString("http://h:1/own/path");
    }
}
