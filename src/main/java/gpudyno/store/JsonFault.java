package gpudyno.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.dataformat.yaml.JacksonYAMLParseException;
import gpudyno.model.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says for people what is wrong with a text that should be JSON or YAML: where the fault is and what is needed there, without the parser's
/// technical terms.
public final class JsonFault {
    private static final Pattern KNOWN_IDS = Pattern.compile("known type ids = \\[([^\\]]*)\\]");
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);
    /// The method that sets a bound, advice to whoever programs the parser, where a token began, names of classes.
    private static final Pattern INSIDE = Pattern
            .compile(", from `[^`]*`| \\(or use [^)]*\\)|: enable `.*| \\(start marker.*| \\(of `[^`]*`\\)|`", Pattern.DOTALL);
    /// A place in a list, as a path tells it.
    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");
    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> NUMBERS = Set.of(double.class, Double.class);
    private static final int LONGEST_VALUE = 80;

    private JsonFault() {
    }

    /// @param e thrown while the text was read
    public static String inWords(JsonProcessingException e) {
        return inWords(e, e.getProcessor() instanceof JsonParser parser ? parser : null);
    }

    /// @param parser that read the text, for the place of faults that do not know theirs
    public static String inWords(JsonProcessingException e, @Nullable JsonParser parser) {
        String at = at(e, parser);
        return (at.isEmpty() ? "" : at + ": ") + what(e);
    }

    private static String what(JsonProcessingException e) {
        // A message from the record's own check is better, so it is used.
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return String.valueOf(cause.getMessage());
            }
        }
        if (e.getCause() instanceof StreamConstraintsException bound) {
            return what(bound);
        }
        if (e.getCause() instanceof NullPointerException) {
            return "null stands where a value is needed";
        }
        return switch (e) {
            case InvalidTypeIdException wrong -> typeId(wrong);
            case InvalidFormatException wrong ->
                "'" + shortened(String.valueOf(wrong.getValue())) + "' is no " + kind(wrong.getTargetType());
            case MismatchedInputException wrong when wrong.getTargetType() != null -> kind(wrong.getTargetType()) + " is needed";
            case InputCoercionException _ -> plain(e);
            case StreamConstraintsException _ -> "the text goes beyond what is read here: " + plain(e);
            case JsonEOFException _ -> "not valid JSON: it ends in the middle";
            default -> syntax(e);
        };
    }

    private static String typeId(InvalidTypeIdException wrong) {
        String known = KNOWN_IDS.matcher(wrong.getOriginalMessage()).results().map(found -> found.group(1)).findFirst().orElse("none");
        return wrong.getTypeId() == null
                ? "the field that tells its kind is missing; see the description of this call"
                : "there is no '" + shortened(wrong.getTypeId()) + "'; known are " + known;
    }

    private static String syntax(JsonProcessingException e) {
        var duplicate = DUPLICATE.matcher(e.getOriginalMessage());
        return duplicate.find()
                ? "'" + shortened(duplicate.group(1)) + "' is there twice"
                : (e instanceof JacksonYAMLParseException ? "not valid YAML: " : "not valid JSON: ") + plain(e);
    }

    private static String plain(JsonProcessingException e) {
        String message = INSIDE.matcher(String.valueOf(e.getOriginalMessage())).replaceAll("");
        return message.lines().findFirst().orElse("");
    }

    /// The name of a type's values, for people.
    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return "one of " + Arrays.stream(type.getEnumConstants()).map(JsonFault::name).collect(Collectors.joining(", "));
        }
        if (type.equals(Duration.class)) {
            return "duration such as PT30S";
        }
        if (type.equals(Instant.class)) {
            return "instant such as 2026-01-01T00:00:00Z";
        }
        if (type.equals(Boolean.class) || type.equals(boolean.class)) {
            return "true or false";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        if (type.equals(String.class)) {
            return "text";
        }
        return WHOLE.contains(type)
                ? "whole number of " + (type.equals(int.class) || type.equals(Integer.class) ? 32 : 64) + " bits"
                : NUMBERS.contains(type) ? "number" : Map.class.isAssignableFrom(type) || type.isRecord() ? "a JSON object" : "such value";
    }

    private static String name(Object constant) {
        return Json.write(constant).replace("\"", "");
    }

    private static String shortened(String text) {
        return OneLine.shortened(text, LONGEST_VALUE);
    }

    private static String at(JsonProcessingException e, @Nullable JsonParser parser) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream().map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        // A fault of the text itself knows less of its place than the parser does.
        String read = parser == null ? "" : parser.getParsingContext().pathAsPointer().toString().replaceFirst("^/", "").replace('/', '.');
        String plain = INDEX.matcher(path).replaceAll("$1");
        return shortened(path.isEmpty() || read.startsWith(plain + ".") ? read : path);
    }
}
