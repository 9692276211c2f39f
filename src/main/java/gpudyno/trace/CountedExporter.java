package gpudyno.trace;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;

/// An exporter of which it can be told how it goes: the SDK's processor only logs what fails.
final class CountedExporter implements SpanExporter {
    private final String host;
    private final SpanExporter exporter;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile String problem = "";

    CountedExporter(String host, SpanExporter exporter) {
        this.host = host;
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            if (result.isSuccess()) {
                sent.addAndGet(spans.size());
                problem = "";
            } else {
                lost.addAndGet(spans.size());
                problem = why(result);
            }
        });
    }

    /// Why something was not sent.
    static String why(CompletableResultCode failed) {
        Throwable cause = failed.getFailureThrowable();
        // The exception of an answer has no message; the answer's own words are a stranger's.
        HttpResponse answer = cause instanceof HttpExportException answered ? answered.getResponse() : null;
        if (answer != null) {
            return "HTTP " + answer.getStatusCode();
        }
        return cause == null || cause.getMessage() == null ? "no answer" : cause.getMessage();
    }

    String host() {
        return host;
    }

    String status() {
        String to = "traces to " + host + ": " + sent.get() + " spans sent";
        return problem.isEmpty() ? to : to + ", " + lost.get() + " lost, failing: " + problem;
    }

    boolean isFailing() {
        return !problem.isEmpty();
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
