package gpudyno.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/// Sends one span at once, to learn what a collector answers.
final class TestSpan implements SpanExporter {
    private static final String NAME = "gpudyno test";

    private final SpanExporter exporter;
    private volatile CompletableResultCode answer = CompletableResultCode.ofFailure();

    private TestSpan(SpanExporter exporter) {
        this.exporter = exporter;
    }

    /// @return complete once the collector has answered; what is not complete got no answer in time
    static CompletableResultCode send(SpanExporter exporter, Resource resource, Duration patience) {
        TestSpan one = new TestSpan(exporter);
        try (SdkTracerProvider provider = SdkTracerProvider.builder().setResource(resource)
                .addSpanProcessor(SimpleSpanProcessor.create(one)).build()) {
            provider.get("gpudyno").spanBuilder(NAME).startSpan().end();
            return one.answer.join(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        answer = exporter.export(spans);
        return answer;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    /// The exporter goes on.
    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
