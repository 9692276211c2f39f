package gpudyno.load;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A condition for the text of a correct answer; for an event stream, for its complete output.
public sealed interface AnswerCheck {
    /// Answers longer than this many characters cannot be checked and count as `answer too large to check`.
    int MAX_CHECKED = 1 << 20;

    /// Whether the text passes.
    boolean passes(String text);

    /// The name under which reports count its failures: `check: ` and what was asked for.
    String kind();

    /// Reads `json:/data/0/embedding`, `json:/model=minilm`, `regex:EXPRESSION` or `length:1..4096` (characters; either end may be left out).
    static AnswerCheck parse(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        try {
            return switch (colon < 0 ? "" : text.substring(0, colon)) {
                case "json" -> Json.parse(rest);
                case "regex" -> new Regex(Pattern.compile(rest));
                case "length" -> Length.parse(rest);
                default -> throw new IllegalArgumentException("it begins with json:, regex: or length:");
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': " + e.getMessage(), e);
        }
    }

    /// The JSON pointer (RFC 6901) leads somewhere, and there is this value, where one is named.
    record Json(JsonPointer pointer, @Nullable String value) implements AnswerCheck {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        private static Json parse(String text) {
            int equals = text.indexOf('=');
            return new Json(JsonPointer.compile(equals < 0 ? text : text.substring(0, equals)),
                    equals < 0 ? null : text.substring(equals + 1));
        }

        @Override
        public boolean passes(String text) {
            try {
                JsonNode found = MAPPER.readTree(text).at(pointer);
                return !found.isMissingNode() && (value == null || found.asText().equals(value));
            } catch (JsonProcessingException _) {
                return false;
            }
        }

        @Override
        public String kind() {
            return "check: json " + pointer + (value == null ? "" : "=" + value);
        }
    }

    /// The expression is found somewhere in the text.
    record Regex(Pattern pattern) implements AnswerCheck {
        @Override
        public boolean passes(String text) {
            try {
                return pattern.matcher(text).find();
            } catch (StackOverflowError _) {
                // For some repeated groups the matcher recurses once per character; a text that is too long for that does not pass.
                return false;
            }
        }

        @Override
        public String kind() {
            return "check: regex " + pattern;
        }
    }

    /// The text has so many characters.
    record Length(int least, int most) implements AnswerCheck {
        private static final Pattern RANGE = Pattern.compile("(\\d{0,9})\\.\\.(\\d{0,9})");

        private static Length parse(String text) {
            Matcher match = RANGE.matcher(text);
            if (!match.matches()) {
                throw new IllegalArgumentException("a range of characters such as 1..4096 is needed");
            }
            Length length = new Length(match.group(1).isEmpty() ? 0 : Integer.parseInt(match.group(1)),
                    match.group(2).isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(match.group(2)));
            if (length.least > length.most) {
                throw new IllegalArgumentException("the range is empty");
            }
            return length;
        }

        @Override
        public boolean passes(String text) {
            return text.length() >= least && text.length() <= most;
        }

        @Override
        public String kind() {
            return "check: length " + least + ".." + (most == Integer.MAX_VALUE ? "" : most);
        }
    }
}
