package gpudyno.node.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import gpudyno.model.OneLine;
import gpudyno.node.DocumentFormat;
import gpudyno.store.Json;
import gpudyno.store.JsonFault;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads requests and writes answers for the routes. Throws an IllegalArgumentException that names the part of a request that is missing or
/// wrong.
final class Exchange {
    static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {
    };
    static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
    };

    /// The answer to what was created.
    static final TypeReference<Map<String, Long>> CREATED = new TypeReference<>() {
    };
    static final Tells DOCUMENT = Tells.NOTHING.text("text/html").query("format", "string");

    /// Stricter than the reader of the store: values are not converted (no number for a text, no 1 for 1.5), and names of unknown fields
    /// are not cached.
    private static final ObjectReader BODIES = JsonMapper
            .builder(JsonFactory.builder().streamReadConstraints(Json.BOUNDS).disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build())
            .addModules(new JavaTimeModule(), new Jdk8Module()).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader()
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    /// An instant with a year of four digits, which is the range that stores and clocks support.
    private static final int LONGEST_SHOWN = 80;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Exchange() {
    }

    /// A session's or run's document by its id.
    interface Documents {
        String of(long id, DocumentFormat format);
    }

    /// Answers with the document whose `format` the query names, HTML where it names none.
    static void document(Context context, Documents documents) {
        DocumentFormat format = DocumentFormat.of(single(context, "format").orElse("html"));
        context.contentType(format.contentType() + "; charset=utf-8").header("X-Content-Type-Options", "nosniff")
                .result(documents.of(id(context), format).getBytes(StandardCharsets.UTF_8));
    }

    static void json(Context context, Object value) {
        context.contentType("application/json").result(Json.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /// Answers 201 with the id of what was created.
    static void created(Context context, long id) {
        json(context.status(201), Map.of("id", id));
    }

    /// The body as JSON; an empty one is an empty object.
    static <T> T body(Context context, TypeReference<T> type) throws IOException {
        String text = text(RequestBodies.kept(context));
        try (JsonParser json = BODIES.createParser(text.isBlank() ? "{}" : text)) {
            T read = read(json, type);
            if (read == null) {
                throw new IllegalArgumentException("a JSON object is needed, got null");
            }
            return read;
        }
    }

    /// A field of the body that is text.
    static String text(Context context, String name) throws IOException {
        Object value = body(context, OBJECT).get(name);
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException(name + (value == null ? " is missing" : " must be text, got " + shortened(value)));
        }
        return text;
    }

    /// A field of the body that is text where it is there.
    static String textOrEmpty(Context context, String name) throws IOException {
        Object value = body(context, OBJECT).get(name);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(name + " must be text, got " + shortened(value));
        }
        return value == null ? "" : (String) value;
    }

    private static String shortened(Object value) {
        return OneLine.shortened(String.valueOf(value), LONGEST_SHOWN);
    }

    private static <T> @Nullable T read(JsonParser json, TypeReference<T> type) throws IOException {
        try {
            return BODIES.forType(type).readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(JsonFault.inWords(e, json), e);
        }
    }

    /// Decoded strictly as UTF-8, because the parser's own decoder accepts overlong forms and single surrogates and guesses other
    /// encodings.
    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the body is not UTF-8", e);
        }
    }

    /// The first value of a query parameter; several are refused, because it is not clear which one is meant.
    static Optional<String> single(Context context, String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw new IllegalArgumentException(name + " is there " + values.size() + " times; give it once");
        }
        return values.stream().findFirst();
    }

    static HttpResponseException notFound(String what, Context context) {
        return new HttpResponseException(404, "there is no " + what + " " + context.pathParam("id"));
    }

    static long id(Context context) {
        return parse("id", context.pathParam("id"), 1, Long.MAX_VALUE);
    }

    static long number(Context context, String name, long otherwise, long min, long max) {
        return parse(name, single(context, name).orElse(Long.toString(otherwise)), min, max);
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
        String text = single(context, name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is missing: an instant such as 2026-01-01T00:00:00Z"));
        Instant instant;
        try {
            instant = Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + " '" + text + "' is not an instant such as 2026-01-01T00:00:00Z", e);
        }
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new IllegalArgumentException(name + " must lie from " + FIRST + " to " + LAST + ", got " + instant);
        }
        return instant;
    }
}
