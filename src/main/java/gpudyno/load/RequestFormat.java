package gpudyno.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/// How a prompt becomes a request's body.
@FunctionalInterface
public interface RequestFormat {
    /// @param index of the request in its run, from 0
    byte[] body(Prompt prompt, long index);

    /// Whether equal prompts give equal bodies, so that one is made once.
    default boolean repeats() {
        return true;
    }

    /// OpenAI embeddings.
    static RequestFormat embeddings(String model) {
        return (prompt, _) -> utf8("{\"model\":" + quoted(model) + ",\"input\":" + quoted(prompt.text()) + "}");
    }

    /// OpenAI chat.
    ///
    /// @param maxTokens of an answer whose prompt asks for no number of its own
    /// @param stream as server-sent events, with a usage chunk
    /// @param ignoreEos asks servers that know the word (vLLM, SGLang) for exactly as many tokens
    static RequestFormat chat(String model, int maxTokens, boolean stream, boolean ignoreEos) {
        return (prompt, _) -> {
            JsonNode messages = prompt.messages();
            String said = messages != null ? messages.toString() : "[{\"role\":\"user\",\"content\":" + quoted(prompt.text()) + "}]";
            return utf8("{\"model\":" + quoted(model) + ",\"messages\":" + said + ending(prompt, maxTokens, stream, ignoreEos));
        };
    }

    /// OpenAI text completions.
    static RequestFormat completions(String model, int maxTokens, boolean stream, boolean ignoreEos) {
        return (prompt, _) -> utf8("{\"model\":" + quoted(model) + ",\"prompt\":" + quoted(prompt.text())
                + ending(prompt, maxTokens, stream, ignoreEos));
    }

    /// KServe v2 inference of one text.
    ///
    /// @param input name of the model's input
    static RequestFormat kserve(String input) {
        return (prompt, _) -> utf8("{\"inputs\":[{\"name\":" + quoted(input)
                + ",\"shape\":[1,1],\"datatype\":\"BYTES\",\"data\":[" + quoted(prompt.text()) + "]}]}");
    }

    private static String ending(Prompt prompt, int maxTokens, boolean stream, boolean ignoreEos) {
        return ",\"max_tokens\":" + (prompt.outputTokens() > 0 ? prompt.outputTokens() : maxTokens)
                + (ignoreEos ? ",\"ignore_eos\":true" : "")
                + (stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}" : "}");
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
