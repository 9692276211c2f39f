package gpudyno.trace;

import io.opentelemetry.sdk.trace.IdGenerator;

/// Gives the next span the ids it had while the request was served. Used by one thread at a time.
final class GivenIds implements IdGenerator {
    private final IdGenerator others = IdGenerator.random();
    private String trace = "";
    private String span = "";

    void next(String traceId, String spanId) {
        trace = traceId;
        span = spanId;
    }

    /// The next span gets an id that nobody knows yet.
    void random() {
        next("", "");
    }

    @Override
    public String generateSpanId() {
        return span.isEmpty() ? others.generateSpanId() : span;
    }

    @Override
    public String generateTraceId() {
        return trace.isEmpty() ? others.generateTraceId() : trace;
    }
}
