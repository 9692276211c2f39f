package gpudyno.exposition;

import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Sends a node's meters to an OpenTelemetry collector over OTLP/HTTP, every few seconds, on a thread of its own.
///
/// Everything sent is cumulative, so what a collector misses while it is away is in the next sending; nothing is kept for it.
public final class OtlpExport implements AutoCloseable {
    /// How often it sends.
    public static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String PATH = "/v1/metrics";

    /// What is sent.
    public interface Source {
        Collection<Meter> meters();

        Map<Series, Reading> totals();
    }

    private final URI endpoint;
    private final Source source;
    private final OtlpMetrics metrics;
    private final OtlpHttpMetricExporter exporter;
    private final Thread thread;
    private volatile String problem = "";
    private final AtomicLong sent = new AtomicLong();

    /// @param endpoint a collector, such as `http://127.0.0.1:4318`; without a path, OTLP's own for metrics is taken
    /// @param node what the node calls itself
    /// @param start since when counters add up
    /// @throws IllegalArgumentException if the endpoint is no http or https address
    public OtlpExport(URI endpoint, String node, String version, Instant start, Source source, Duration every) {
        this.endpoint = checked(endpoint);
        this.source = source;
        metrics = new OtlpMetrics(node, version, start);
        exporter = OtlpHttpMetricExporter.builder().setEndpoint(this.endpoint.toString()).setTimeout(TIMEOUT).setConnectTimeout(TIMEOUT)
                .setRetryPolicy(null).build();
        thread = Thread.ofVirtual().name("otlp").start(() -> {
            try {
                while (true) {
                    send();
                    Thread.sleep(every);
                }
            } catch (InterruptedException e) {
                // Closed.
                Thread.currentThread().interrupt();
            }
        });
    }

    /// The address metrics go to.
    ///
    /// @throws IllegalArgumentException if it is no http or https address
    public static URI checked(URI endpoint) {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        if (!http || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "OTLP endpoint '" + endpoint + "': an http or https address is needed, such as http://127.0.0.1:4318");
        }
        return endpoint.getPath().isEmpty() || endpoint.getPath().equals("/") ? endpoint.resolve(PATH) : endpoint;
    }

    private void send() {
        CompletableResultCode result = exporter.export(metrics.of(source.meters(), source.totals(), Instant.now()))
                .join(TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
        if (result.isSuccess()) {
            sent.incrementAndGet();
            problem = "";
        } else {
            Throwable cause = result.getFailureThrowable();
            problem = cause == null || cause.getMessage() == null ? "no answer" : cause.getMessage();
        }
    }

    /// How it goes, in one line without the address's path, which may hold a secret.
    public String status() {
        String to = "OTLP to " + endpoint.getHost() + ": ";
        return problem.isEmpty() ? to + sent.get() + " sent" : to + "failed: " + problem;
    }

    public boolean isFailing() {
        return !problem.isEmpty();
    }

    @Override
    public void close() {
        thread.interrupt();
        exporter.shutdown();
    }
}
