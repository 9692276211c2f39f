package gpudyno.trace;

import gpudyno.model.net.Address;
import gpudyno.model.trace.Batch;
import gpudyno.model.trace.Stage;
import gpudyno.model.trace.StageSpan;
import gpudyno.model.trace.Trace;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Sends kept traces to a collector over OTLP/HTTP: a server span for the request, a child for each stage, and once for each batch a span of
/// its own that is linked to the requests in it, as they are to it. OpenTelemetry's SDK makes and sends the spans.
public final class TraceExport implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_QUEUED = 8_192;
    private static final int BATCHES_KNOWN = 4_096;
    private static final Set<String> NUMBERS = Set.of("http.response.status_code", "gen_ai.usage.input_tokens", Trace.INPUTS,
            "gpudyno.cache.hits", "gpudyno.queue.ahead");

    private final CountedExporter exporter;
    private final GivenIds ids = new GivenIds();
    private final SdkTracerProvider provider;
    private final Resource resource;
    private final Tracer spans;
    /// Batches that were sent, the newest; used by one thread at a time.
    private final Set<Long> batchesSent = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > BATCHES_KNOWN;
        }
    });

    /// @param endpoint where spans are posted, with its path
    /// @param headers sent with everything, such as credentials
    /// @param node what the node calls itself
    /// @param every how long spans wait for others
    public TraceExport(Address endpoint, Map<String, String> headers, String node, String version, Duration every) {
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder().setEndpoint(endpoint.uri().toString()).setTimeout(TIMEOUT)
                .setConnectTimeout(TIMEOUT);
        if (headers.keySet().stream().noneMatch("Authorization"::equalsIgnoreCase)) {
            endpoint.authorization().ifPresent(value -> builder.addHeader("Authorization", value));
        }
        headers.forEach(builder::addHeader);
        exporter = new CountedExporter(endpoint.host(), builder.build());
        resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "gpudyno",
                AttributeKey.stringKey("service.instance.id"), node, AttributeKey.stringKey("service.version"), version));
        provider = SdkTracerProvider.builder().setIdGenerator(ids).setSampler(Sampler.alwaysOn()).setResource(resource)
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).setMaxQueueSize(MOST_QUEUED).setScheduleDelay(every).build())
                .build();
        spans = provider.get("gpudyno", version);
    }

    /// Queues traces for sending; never blocks. One thread at a time.
    public void send(List<Trace> traces) {
        traces.forEach(this::send);
        Map<Long, List<Trace>> batches = new LinkedHashMap<>();
        traces.forEach(trace -> {
            if (trace.batch() != null && batchesSent.add(trace.batch().id())) {
                batches.put(trace.batch().id(), new ArrayList<>());
            }
        });
        traces.forEach(trace -> {
            if (trace.batch() != null && batches.containsKey(trace.batch().id())) {
                batches.get(trace.batch().id()).add(trace);
            }
        });
        batches.values().forEach(this::sendBatch);
    }

    private void send(Trace trace) {
        Context caller = trace.parent() == null
                ? Context.root()
                : Context.root().with(Span.wrap(SpanContext.createFromRemoteParent(trace.id(), trace.parent(), TraceFlags.getSampled(),
                        TraceState.getDefault())));
        ids.next(trace.id(), trace.span());
        SpanBuilder builder = spans.spanBuilder(trace.route()).setSpanKind(SpanKind.SERVER).setParent(caller)
                .setStartTimestamp(nanos(trace.at()), TimeUnit.NANOSECONDS).setAttribute("gpudyno.kept", trace.kept().name());
        trace.attributes().forEach((name, value) -> {
            if (NUMBERS.contains(name)) {
                builder.setAttribute(name, Long.parseLong(value));
            } else {
                builder.setAttribute(name, value);
            }
        });
        Span root = builder.startSpan();
        Context within = Context.root().with(root);
        trace.stages().forEach(stage -> send(trace, stage, within));
        if (trace.failure() != null) {
            root.setStatus(StatusCode.ERROR, trace.failure());
        }
        root.end(after(trace, trace.millis()), TimeUnit.NANOSECONDS);
    }

    private void send(Trace trace, StageSpan stage, Context within) {
        ids.random();
        SpanBuilder builder = spans.spanBuilder(stage.stage().title()).setParent(within).setStartTimestamp(after(trace, stage.start()),
                TimeUnit.NANOSECONDS);
        if (trace.batch() != null && stage.stage() == Stage.INFERENCE) {
            builder.addLink(context(trace.batch()));
        }
        builder.startSpan().end(after(trace, stage.start() + stage.millis()), TimeUnit.NANOSECONDS);
    }

    private void sendBatch(List<Trace> riders) {
        Trace first = riders.getFirst();
        Batch batch = first.batch();
        StageSpan inference = first.stages().stream().filter(span -> span.stage() == Stage.INFERENCE).findFirst().orElse(null);
        if (batch == null || inference == null) {
            return;
        }
        SpanContext own = context(batch);
        ids.next(own.getTraceId(), own.getSpanId());
        SpanBuilder builder = spans.spanBuilder("Batch").setNoParent().setStartTimestamp(after(first, inference.start()),
                TimeUnit.NANOSECONDS)
                .setAttribute("gpudyno.batch.items", (long) batch.items()).setAttribute("gpudyno.batch.cap", (long) batch.cap())
                .setAttribute("gpudyno.batch.tokens", (long) batch.tokens()).setAttribute("gpudyno.batch.padded", (long) batch.padded());
        riders.forEach(rider -> builder.addLink(
                SpanContext.create(rider.id(), rider.span(), TraceFlags.getSampled(), TraceState.getDefault())));
        builder.startSpan().end(after(first, inference.start() + inference.millis()), TimeUnit.NANOSECONDS);
    }

    /// A batch belongs to no single request, so its span begins a trace of its own.
    private static SpanContext context(Batch batch) {
        return SpanContext.create(TraceContext.traceId(batch.id(), 0).substring(0, 16) + batch.span(), batch.span(),
                TraceFlags.getSampled(), TraceState.getDefault());
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    private static long after(Trace trace, double millis) {
        return nanos(trace.at()) + Math.round(millis * 1e6);
    }

    /// Sends a span that says it is a test, and waits some seconds at most for what the collector answers.
    ///
    /// @return the answer in a sentence, without the address's path, which may hold a secret
    public String test() {
        CompletableResultCode answer = TestSpan.send(exporter, resource, TIMEOUT.plusSeconds(1));
        if (answer.isSuccess()) {
            return "The collector at " + exporter.host() + " took the test span.";
        }
        return "The collector at " + exporter.host() + " did not take the test span: " + CountedExporter.why(answer);
    }

    /// How it goes, in one line without the address's path, which may hold a secret.
    public String status() {
        return exporter.status();
    }

    public boolean isFailing() {
        return exporter.isFailing();
    }

    /// Sends what is queued, for some seconds at most.
    @Override
    public void close() {
        provider.shutdown().join(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
