package gpudyno.node.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import gpudyno.model.OneLine;
import gpudyno.node.NodeUnreachableException;
import gpudyno.store.Json;
import gpudyno.store.JsonFault;
import gpudyno.store.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;

/// The answer to a request that fails: a problem document (RFC 9457) under `/api`, the OpenAI error shape under `/v1`.
final class Problems {
    private static final Logger LOG = System.getLogger(Problems.class.getName());
    private static final int MAX_DETAIL = 500;

    /// The message of an I/O error in the platform's channels, which has no exception class of its own.
    private static final Set<String> RESET = Set.of("Connection reset by peer", "Broken pipe", "Connection reset");

    private Problems() {
    }

    static void map(RoutesConfig routes) {
        CountedLine left = new CountedLine(Level.INFO, "1 client left before it was answered", "%d clients left before they were answered");
        routes.exception(IllegalArgumentException.class, (e, context) -> say(context, 400, "Bad request", e.getMessage()));
        routes.exception(JsonProcessingException.class, (e, context) -> say(context, 400, "Bad request", JsonFault.inWords(e)));
        routes.exception(IllegalStateException.class, (e, context) -> say(context, 409, "Not now", e.getMessage()));
        routes.exception(NodeUnreachableException.class, (e, context) -> say(context, 502, "Unreachable", e.getMessage()));
        routes.exception(StoreException.class, (e, context) -> say(context, 503, "Not recorded", e.getMessage()));
        routes.exception(HttpResponseException.class, (e, context) -> say(context, e.getStatus(), "Refused", e.getMessage()));
        routes.exception(Exception.class, (e, context) -> {
            if (hasLeft(e)) {
                left.add(context.ip());
                say(context, 400, "Bad request", "the request ended early");
                return;
            }
            if (isMalformed(e)) {
                say(context, 400, "Bad request", "the request is malformed");
                return;
            }
            LOG.log(Level.ERROR, OneLine.of(context.method() + " " + context.path() + " failed"), e);
            say(context, 500, "Internal error", "the node failed on this request; its log says how");
        });
    }

    /// Whether the HTTP parser could not read the request: the caller's fault, so no stack trace is logged.
    private static boolean isMalformed(Throwable failure) {
        return causes(failure).anyMatch(cause -> cause instanceof HttpException refusal && refusal.getCode() < 500);
    }

    /// Whether the caller closed or reset the connection before all was read or written.
    private static boolean hasLeft(Throwable failure) {
        return causes(failure).anyMatch(cause -> cause instanceof EofException || cause instanceof ClosedChannelException
                || cause instanceof SocketException
                || cause.getClass().equals(IOException.class) && RESET.contains(String.valueOf(cause.getMessage())));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        Stream.Builder<Throwable> all = Stream.builder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.add(cause);
        }
        return all.build();
    }

    private static void say(Context context, int status, String title, @Nullable String detail) {
        String bounded = String.valueOf(detail);
        bounded = bounded.length() > MAX_DETAIL ? bounded.substring(0, MAX_DETAIL) + "..." : bounded;
        boolean openAi = isOpenAi(context.path());
        context.status(status).contentType(contentType(openAi)).result(body(openAi, status, title, bounded));
    }

    /// Whether callers of a path expect OpenAI's form.
    static boolean isOpenAi(String path) {
        return path.startsWith("/v1/") || path.equals("/v1");
    }

    static String contentType(boolean openAi) {
        return openAi ? "application/json" : "application/problem+json";
    }

    static byte[] body(boolean openAi, int status, String title, String detail) {
        return Json.write(openAi ? openAi(status, detail) : problem(status, title, detail)).getBytes(StandardCharsets.UTF_8);
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
