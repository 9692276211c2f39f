package gpudyno.serve;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Reads questions and answers of OpenAI's two APIs of text, as far as near answers need it.
final class ChatWire {
    static final String CHAT = "/v1/chat/completions";
    static final String COMPLETIONS = "/v1/completions";
    static final int LONGEST_QUESTION = 2_000;
    /// With any of these the answer is more than a text.
    private static final List<String> TOOLS = List.of("tools", "functions", "tool_choice", "function_call");
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private ChatWire() {
    }

    /// A question whose answer another question's may stand for.
    ///
    /// @param text of the question
    /// @param group digest of everything else that decides the answer: the route, who asks, and the rest of the body
    record Question(String text, String group) {}

    /// @param caller tells apart who asks, so that no caller gets an answer to another's question
    /// @return empty for a request whose answer must be its own: streamed, with a temperature or tools, several answers, or a long question
    static Optional<Question> question(String route, byte[] body, String caller) {
        try {
            return MAPPER.readTree(body) instanceof ObjectNode root && isPlain(root) ? question(route, root, caller) : Optional.empty();
        } catch (IOException _) {
            // The upstream says what is wrong with it.
            return Optional.empty();
        }
    }

    private static boolean isPlain(ObjectNode root) {
        JsonNode temperature = root.path("temperature");
        JsonNode count = root.path("n");
        JsonNode streamed = root.path("stream");
        return (temperature.isMissingNode() || temperature.isNumber() && temperature.doubleValue() == 0)
                && (count.isMissingNode() || count.isNumber() && count.doubleValue() == 1)
                && (streamed.isMissingNode() || streamed.isBoolean() && !streamed.booleanValue())
                && TOOLS.stream().noneMatch(root::has);
    }

    private static Optional<Question> question(String route, ObjectNode root, String caller) throws JacksonException {
        ObjectNode holder;
        String field;
        if (route.equals(CHAT)) {
            JsonNode messages = root.path("messages");
            JsonNode last = messages.path(messages.size() - 1);
            if (!(last instanceof ObjectNode message) || !"user".equals(message.path("role").textValue())) {
                return Optional.empty();
            }
            holder = message;
            field = "content";
        } else {
            holder = root;
            field = "prompt";
        }
        String text = holder.path(field).textValue();
        if (text == null || text.isBlank() || text.length() > LONGEST_QUESTION) {
            return Optional.empty();
        }
        holder.put(field, "");
        return Optional.of(new Question(text, group(route, caller, MAPPER.writeValueAsBytes(root))));
    }

    private static String group(String route, String caller, byte[] rest) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((route + '\n' + caller.length() + '\n' + caller + '\n').getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(rest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Java without SHA-256", e);
        }
    }

    /// The text of an answer that is one whole text; empty for any other.
    static Optional<String> answer(byte[] body) {
        try {
            JsonNode choices = MAPPER.readTree(body).path("choices");
            JsonNode choice = choices.path(0);
            JsonNode end = choice.path("finish_reason");
            if (choices.size() != 1 || !end.isMissingNode() && !end.isNull() && !"stop".equals(end.textValue())) {
                return Optional.empty();
            }
            JsonNode message = choice.path("message");
            if (message.has("tool_calls") && !message.path("tool_calls").isNull() && !message.path("tool_calls").isEmpty()) {
                return Optional.empty();
            }
            String text = message.isObject() ? message.path("content").textValue() : choice.path("text").textValue();
            return Optional.ofNullable(text).filter(some -> !some.isBlank());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
