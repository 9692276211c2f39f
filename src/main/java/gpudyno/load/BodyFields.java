package gpudyno.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Fields of a request's JSON body that its format does not know, such as `"temperature": 0` or `"max_completion_tokens": 64`.
///
/// @param values JSON by name
public record BodyFields(SequencedMap<String, String> values) {
    public static final BodyFields NONE = new BodyFields(new LinkedHashMap<>());
    /// A value with this text is replaced by the number of tokens requested for each answer.
    private static final String TOKENS = "\"{{max_tokens}}\"";
    /// Refused here: each has an option of its own that changes more than this field.
    private static final Map<String, String> TAKEN = Map.of("model", "--model", "stream", "--no-stream", "messages", "--prompt-file",
            "prompt", "--prompt-file", "input", "--prompt-file", "inputs", "--kserve-input");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public BodyFields {
        values = new LinkedHashMap<>(values);
    }

    /// Reads `NAME=JSON` texts.
    ///
    /// @throws IllegalArgumentException naming the invalid one
    public static BodyFields parse(List<String> texts) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? "" : text.substring(0, equals).strip();
            if (name.isEmpty()) {
                throw wrong(text, "a name, = and a JSON value are needed, such as max_completion_tokens=64 or user='\"me\"'");
            }
            if (TAKEN.containsKey(name)) {
                throw wrong(text, name + " is set by " + TAKEN.get(name));
            }
            String value = text.substring(equals + 1).strip();
            try {
                if (JSON.readTree(value).isMissingNode()) {
                    throw wrong(text, "a JSON value is needed after the =");
                }
            } catch (JsonProcessingException _) {
                throw wrong(text,
                        "'" + value + "' is no JSON value; texts stand in double quotes, such as " + name + "='\"" + value + "\"'");
            }
            values.put(name, value);
        }
        return new BodyFields(values);
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("--body-field '" + text + "': " + why);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /// `,"name":value` of each.
    String json(int tokens) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(',').append(RequestFormat.quoted(name)).append(':')
                .append(value.equals(TOKENS) ? Integer.toString(tokens) : value));
        return text.toString();
    }
}
