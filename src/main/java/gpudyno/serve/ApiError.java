package gpudyno.serve;

import gpudyno.model.meter.Meters.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that gets an OpenAI-shaped error instead of an answer.
final class ApiError extends Exception {
    private static final int MAX_MESSAGE = 400;

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final @Nullable String code;
    private final Outcome outcome;
    private final int retryAfterSeconds;

    private ApiError(int status, String type, @Nullable String param, @Nullable String code, Outcome outcome, int retryAfterSeconds,
            String message) {
        // An overloaded node creates many of these, so they have no stack trace.
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
        this.outcome = outcome;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static ApiError invalid(@Nullable String param, @Nullable String code, String message) {
        return new ApiError(400, "invalid_request_error", param, code, Outcome.INVALID, 0, message);
    }

    static ApiError tooLarge(String message) {
        return new ApiError(413, "invalid_request_error", null, "request_too_large", Outcome.INVALID, 0, message);
    }

    static ApiError compressed(String encoding) {
        return new ApiError(415, "invalid_request_error", null, "unsupported_encoding", Outcome.INVALID, 0,
                "The body is compressed (Content-Encoding: " + encoding + "); only bodies that are not compressed are read.");
    }

    static ApiError tooManyTokens(String input, String count, int most) {
        return invalid("input", "context_length_exceeded",
                "'" + input + "' has " + count + " tokens, the model's maximum is " + most + ".");
    }

    static ApiError unknownModel(String model, String known) {
        return new ApiError(404, "invalid_request_error", "model", "model_not_found", Outcome.INVALID, 0,
                "The model '" + model + "' does not exist here; this node serves '" + known + "'.");
    }

    static ApiError queueFull(long limit) {
        return new ApiError(429, "rate_limit_error", null, "queue_full", Outcome.REFUSED, 1,
                "The queue is full (" + limit + " items); try again after the given time.");
    }

    static ApiError late(long deadlineMillis) {
        return new ApiError(503, "server_error", null, "deadline_exceeded", Outcome.LATE, 1,
                "No answer within the deadline of " + deadlineMillis + " ms.");
    }

    static ApiError stopping() {
        return new ApiError(503, "server_error", null, "shutting_down", Outcome.REFUSED, 5, "This node is shutting down.");
    }

    static ApiError failed(String message) {
        return new ApiError(500, "server_error", null, "backend_failed", Outcome.FAILED, 0, message);
    }

    static ApiError noUpstream() {
        return new ApiError(404, "invalid_request_error", null, "no_upstream", Outcome.INVALID, 0,
                "This node passes no chat requests on; start it with --upstream http://host:port to let it.");
    }

    static ApiError upstreamBusy(int most) {
        return new ApiError(429, "rate_limit_error", null, "too_many_requests", Outcome.REFUSED, 1,
                "The node is passing " + most + " requests on, the most it does at once; try again after the given time.");
    }

    static ApiError upstreamFailed(String server, String why) {
        return new ApiError(502, "server_error", null, "upstream_failed", Outcome.FAILED, 0,
                "The upstream " + server + " gave no answer: " + why);
    }

    static ApiError upstreamLate(String server) {
        return new ApiError(504, "server_error", null, "upstream_late", Outcome.LATE, 0,
                "The upstream " + server + " gave no answer in time.");
    }

    Outcome outcome() {
        return outcome;
    }

    Reply reply() {
        String json = "{\"error\":{\"message\":" + quote(String.valueOf(getMessage())) + ",\"type\":" + quote(type) + ",\"param\":"
                + quote(param) + ",\"code\":"
                + quote(code) + "}}";
        Map<String, String> headers = retryAfterSeconds > 0 ? Map.of("Retry-After", Integer.toString(retryAfterSeconds)) : Map.of();
        return new Reply(status, headers, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String quote(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        String bounded = text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "..." : text;
        return '"' + new String(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance().quoteAsString(bounded)) + '"';
    }
}
