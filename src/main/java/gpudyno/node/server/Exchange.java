package gpudyno.node.server;

import com.fasterxml.jackson.core.type.TypeReference;
import gpudyno.node.DocumentFormat;
import gpudyno.store.Json;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What routes read of a request and write as its answer. What is missing or wrong is an IllegalArgumentException that names it.
final class Exchange {
    static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };

    private Exchange() {
    }

    /// A session's or run's document by its id.
    interface Documents {
        String of(long id, DocumentFormat format);
    }

    /// Answers with the document whose `format` the query names, HTML where it names none.
    static void document(Context context, Documents documents) {
        DocumentFormat format = DocumentFormat.of(Optional.ofNullable(context.queryParam("format")).orElse("html"));
        context.contentType(format.contentType() + "; charset=utf-8").header("X-Content-Type-Options", "nosniff")
                .result(documents.of(id(context), format).getBytes(StandardCharsets.UTF_8));
    }

    static void json(Context context, Object value) {
        context.contentType("application/json").result(Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /// Answers 201 with the id of what was made.
    static void created(Context context, long id) {
        json(context.status(201), Map.of("id", id));
    }

    /// The body as JSON; an empty one is an empty object.
    static <T> T body(Context context, TypeReference<T> type) throws IOException {
        byte[] bytes = context.bodyAsBytes();
        T read = Json.MAPPER.readValue(bytes.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : bytes, type);
        if (read == null) {
            throw new IllegalArgumentException("a JSON object is needed, got null");
        }
        return read;
    }

    static HttpResponseException notFound(String what, Context context) {
        return new HttpResponseException(404, "there is no " + what + " " + context.pathParam("id"));
    }

    static long id(Context context) {
        return parse("id", context.pathParam("id"), 1, Long.MAX_VALUE);
    }

    static long number(Context context, String name, long otherwise, long min, long max) {
        return parse(name, Optional.ofNullable(context.queryParam(name)).orElse(Long.toString(otherwise)), min, max);
    }

    static long parse(String name, String text, long min, long max) {
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " '" + text + "' is not a whole number", e);
        }
        throw new IllegalArgumentException(name + " must lie from " + min + " to " + max + ", got " + text);
    }

    static Instant instant(Context context, String name) {
        String text = Optional.ofNullable(context.queryParam(name))
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing: an instant such as 2026-01-01T00:00:00Z"));
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(name + " '" + text + "' is not an instant such as 2026-01-01T00:00:00Z", e);
        }
    }
}
