package gpudyno.node.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import gpudyno.node.NodeUnreachableException;
import gpudyno.store.Json;
import gpudyno.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/// What a caller is told when a request cannot be answered: a problem document (RFC 9457) under `/api`, the OpenAI error shape under `/v1`.
final class Problems {
    private static final Logger LOG = System.getLogger(Problems.class.getName());
    private static final int MAX_DETAIL = 500;
    private static final Pattern KNOWN_IDS = Pattern.compile("known type ids = \\[([^\\]]*)\\]");

    private Problems() {
    }

    static void map(RoutesConfig routes) {
        routes.exception(IllegalArgumentException.class, (e, context) -> say(context, 400, "Bad request", e.getMessage()));
        routes.exception(JsonProcessingException.class, (e, context) -> say(context, 400, "Bad request", inWords(e)));
        routes.exception(IllegalStateException.class, (e, context) -> say(context, 409, "Not now", e.getMessage()));
        routes.exception(NodeUnreachableException.class, (e, context) -> say(context, 502, "Unreachable", e.getMessage()));
        routes.exception(StoreException.class, (e, context) -> say(context, 503, "Not recorded", e.getMessage()));
        routes.exception(HttpResponseException.class, (e, context) -> say(context, e.getStatus(), "Refused", e.getMessage()));
        routes.exception(Exception.class, (e, context) -> {
            if (malformed(e)) {
                say(context, 400, "Bad request", "the request is malformed or ended early");
                return;
            }
            LOG.log(Level.ERROR, context.method() + " " + context.path() + " failed", e);
            say(context, 500, "Internal error", "the node failed on this request; its log says how");
        });
    }

    /// Whether the HTTP parser could not read the request to its end: the caller's fault, which needs no trace in the log.
    private static boolean malformed(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException refusal && refusal.getCode() < 500 || cause instanceof EofException) {
                return true;
            }
        }
        return false;
    }

    /// Where in the body the fault lies and what was expected there, without the class names of the parser's own words.
    private static String inWords(JsonProcessingException e) {
        // A record's own check has the better sentence.
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return at(e) + cause.getMessage();
            }
        }
        if (e.getCause() instanceof NullPointerException) {
            return at(e) + "null stands where a value is needed";
        }
        if (e instanceof InvalidTypeIdException wrong) {
            return at(e) + "there is no '" + wrong.getTypeId() + "'; known are " + KNOWN_IDS.matcher(wrong.getOriginalMessage()).results()
                    .map(found -> found.group(1)).findFirst().orElse("none");
        }
        if (e instanceof InvalidFormatException wrong) {
            return at(e) + "'" + wrong.getValue() + "' is no " + wrong.getTargetType().getSimpleName();
        }
        if (e instanceof MismatchedInputException wrong && wrong.getTargetType() != null) {
            return at(e) + "a JSON " + (Map.class.isAssignableFrom(wrong.getTargetType()) || wrong.getTargetType().isRecord()
                    ? "object"
                    : "value of type " + wrong.getTargetType().getSimpleName()) + " is needed";
        }
        return at(e) + "not valid JSON: " + e.getOriginalMessage();
    }

    private static String at(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream().map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        return path.isEmpty() ? "" : path + ": ";
    }

    private static void say(Context context, int status, String title, @Nullable String detail) {
        String bounded = String.valueOf(detail);
        bounded = bounded.length() > MAX_DETAIL ? bounded.substring(0, MAX_DETAIL) + "..." : bounded;
        boolean openAi = context.path().startsWith("/v1/");
        Object body = openAi ? openAi(status, bounded) : problem(status, title, bounded);
        context.status(status).contentType(openAi ? "application/json" : "application/problem+json")
                .result(Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> problem(int status, String title, String detail) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", title);
        problem.put("status", status);
        problem.put("detail", detail);
        return problem;
    }

    private static Map<String, Object> openAi(int status, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", status >= 500 ? "server_error" : "invalid_request_error");
        error.put("param", null);
        error.put("code", null);
        return Map.of("error", error);
    }
}
