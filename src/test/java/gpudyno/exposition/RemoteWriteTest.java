package gpudyno.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.CodedInputStream;
import com.sun.net.httpserver.HttpServer;
import gpudyno.model.meter.Meter;
import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.net.Address;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteWriteTest {
    private final MeterRegistry meters = new MeterRegistry();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/api/v1/write", exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Content-Encoding")).isEqualTo("snappy");
            credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (status < 300) {
                received.addAll(read(body));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    /// Each series as `name{label="value",…} value`, read by hand.
    private static List<String> read(byte[] body) throws IOException {
        byte[] plain = new byte[SnappyDecompressor.getUncompressedLength(body, 0)];
        new SnappyDecompressor().decompress(body, 0, body.length, plain, 0, plain.length);
        List<String> all = new ArrayList<>();
        CodedInputStream message = CodedInputStream.newInstance(plain);
        while (message.readTag() != 0) {
            CodedInputStream series = message.readBytes().newCodedInput();
            List<String> labels = new ArrayList<>();
            double value = Double.NaN;
            for (int tag = series.readTag(); tag != 0; tag = series.readTag()) {
                CodedInputStream inner = series.readBytes().newCodedInput();
                inner.readTag();
                if (tag >>> 3 == 1) {
                    String name = inner.readString();
                    inner.readTag();
                    labels.add(name + "=" + inner.readString());
                } else {
                    value = inner.readDouble();
                    inner.readTag();
                    assertThat(inner.readInt64()).isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
                }
            }
            assertThat(labels).isSorted();
            all.add(String.join(",", labels) + " " + value);
        }
        return all;
    }

    private RemoteWrite write(int mostWaiting, Path headers) {
        OtlpExport.Source source = new OtlpExport.Source() {
            @Override
            public Collection<Meter> meters() {
                return meters.meters();
            }

            @Override
            public Map<Series, Reading> totals() {
                return meters.totals();
            }
        };
        return new RemoteWrite(Address.parse("http://127.0.0.1:" + receiver.getAddress().getPort() + "/api/v1/write"),
                () -> HeaderFile.read(headers), "box", source, Duration.ofMillis(20), said::add, mostWaiting);
    }

    @Test
    void countersGaugesAndDistributionsArriveWithTheirLabels(@TempDir Path folder) throws IOException {
        Path headers = Files.writeString(folder.resolve("headers"), "# of the receiver\nAuthorization: Bearer one\n");
        meters.counter(Meter.counter("jobs.done", "1", "Jobs")).add(3);
        meters.gauge(Meter.gauge("fan.speed", "1", "Speed"), () -> 1200);
        meters.distribution(Meter.distribution("job.ms", "ms", "Time")).record(30);
        meters.close(1, Instant.now(), Duration.ofSeconds(1));
        try (RemoteWrite write = write(10, headers)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> received.size() > 20);
            assertThat(received).contains("__name__=gpudyno_jobs_done_total,instance=box,job=gpudyno 3.0",
                    "__name__=gpudyno_fan_speed,instance=box,job=gpudyno 1200.0",
                    "__name__=gpudyno_job_seconds_count,instance=box,job=gpudyno 1.0",
                    "__name__=gpudyno_job_seconds_bucket,instance=box,job=gpudyno,le=+Inf 1.0",
                    "__name__=gpudyno_job_seconds_bucket,instance=box,job=gpudyno,le=0.025 0.0");
            Files.writeString(headers, "Authorization: Bearer two\n");
            await().atMost(Duration.ofSeconds(10)).until(() -> credentials.contains("Bearer two"));
            assertThat(credentials.getFirst()).isEqualTo("Bearer one");
            assertThat(write.isFailing()).isFalse();
            assertThat(write.status()).contains(" 0 samples lost").doesNotContain("/api/v1/write");
        }
    }

    @Test
    void aReceiverThatIsAwayCostsABoundedQueueAndLossIsTold(@TempDir Path folder) throws IOException {
        Path headers = Files.writeString(folder.resolve("headers"), "");
        meters.gauge(Meter.gauge("fan.speed", "1", "Speed"), () -> 1200);
        status = 503;
        try (RemoteWrite write = write(5, headers)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> !said.isEmpty());
            assertThat(said.getFirst()).contains("loses samples").contains("503");
            assertThat(write.isFailing()).isTrue();
            assertThat(write.status()).contains("5 batches waiting").contains("503");
            int tries = credentials.size();
            assertThat(tries).isLessThan(5);
            status = 204;
            await().atMost(Duration.ofSeconds(10)).until(() -> said.size() > 1);
            assertThat(said.get(1)).contains("works again");
            assertThat(received).isNotEmpty();
        }
    }

    @Test
    void whatIsRefusedIsNotSentAgain(@TempDir Path folder) throws IOException {
        Path headers = Files.writeString(folder.resolve("headers"), "");
        meters.gauge(Meter.gauge("fan.speed", "1", "Speed"), () -> 1200);
        status = 400;
        try (RemoteWrite write = write(5, headers)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> credentials.size() > 3);
            assertThat(said).hasSize(1);
            assertThat(write.status()).contains("status 400");
        }
    }
}
