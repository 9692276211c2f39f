package gpudyno.exposition;

import gpudyno.model.meter.Meter;
import gpudyno.model.meter.Reading;
import gpudyno.model.meter.Series;
import gpudyno.model.net.Address;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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

    private final Address endpoint;
    private final Source source;
    private final OtlpMetrics metrics;
    private final OtlpHttpMetricExporter exporter;
    private final Thread thread;
    private volatile String problem = "";
    private final AtomicLong sent = new AtomicLong();

    /// @param endpoint a collector, as [#checked] reads it
    /// @param node what the node calls itself
    /// @param start since when counters add up
    public OtlpExport(Address endpoint, String node, String version, Instant start, Source source, Duration every) {
        this(endpoint, Map.of(), node, version, start, source, every);
    }

    /// As the other constructor.
    ///
    /// @param headers sent with everything, such as credentials
    public OtlpExport(Address endpoint, Map<String, String> headers, String node, String version, Instant start, Source source,
            Duration every) {
        this.endpoint = endpoint;
        this.source = source;
        metrics = new OtlpMetrics(node, version, start);
        OtlpHttpMetricExporterBuilder builder = OtlpHttpMetricExporter.builder().setEndpoint(endpoint.uri().toString()).setTimeout(TIMEOUT)
                .setConnectTimeout(TIMEOUT).setRetryPolicy(null);
        if (headers.keySet().stream().noneMatch("Authorization"::equalsIgnoreCase)) {
            endpoint.authorization().ifPresent(value -> builder.addHeader("Authorization", value));
        }
        headers.forEach(builder::addHeader);
        exporter = builder.build();
        thread = Thread.ofVirtual().name("otlp").start(() -> {
            try {
                while (true) {
                    sendOrSay();
                    Thread.sleep(every);
                }
            } catch (InterruptedException e) {
                // Closed.
                Thread.currentThread().interrupt();
            }
        });
    }

    /// The headers that the variable `OTEL_EXPORTER_OTLP_HEADERS` names.
    ///
    /// @throws IllegalArgumentException as [#headers]
    public static Map<String, String> ofEnvironment() {
        return headers(Objects.requireNonNullElse(System.getenv("OTEL_EXPORTER_OTLP_HEADERS"), ""));
    }

    /// Headers as OpenTelemetry's variable `OTEL_EXPORTER_OTLP_HEADERS` has them: `name=value` joined by commas, the values percent-encoded.
    ///
    /// @throws IllegalArgumentException if the text is anything else; no value is in the message
    public static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            int equals = pair.indexOf('=');
            if (pair.isBlank()) {
                continue;
            }
            if (equals <= 0) {
                throw new IllegalArgumentException("OTEL_EXPORTER_OTLP_HEADERS: name=value is needed, such as api-key=secret,tenant=one");
            }
            String value = pair.substring(equals + 1).strip();
            try {
                headers.put(pair.substring(0, equals).strip(), URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException _) {
                throw new IllegalArgumentException("OTEL_EXPORTER_OTLP_HEADERS: the value of " + pair.substring(0, equals).strip()
                        + " is not percent-encoded");
            }
        }
        return headers;
    }

    /// The address metrics go to; its user and password, if it names them, are sent as basic credentials.
    ///
    /// @throws IllegalArgumentException if it is no http or https address; no credentials are in the message
    public static Address checked(String endpoint) {
        Address read;
        try {
            read = Address.parse(endpoint);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("OTLP endpoint " + e.getMessage() + "; a collector's is http://127.0.0.1:4318", e);
        }
        return read.path().equals("/") ? read.withPath(PATH) : read;
    }

    /// A fault in what is sent must not end the thread: the next sending is tried.
    private void sendOrSay() {
        try {
            send();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            problem = "the meters could not be written: " + e;
        }
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
        String to = "OTLP to " + endpoint.host() + ": ";
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
