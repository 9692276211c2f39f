package gpudyno.load;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/// How a prompt becomes a request's body.
@FunctionalInterface
public interface RequestFormat {
    /// @param index of the request in its run, from 0
    byte[] body(Prompt prompt, long index);

    /// Whether equal prompts give equal bodies, so that each body is made only once.
    default boolean repeats() {
        return true;
    }

    /// OpenAI embeddings.
    static RequestFormat embeddings(String model) {
        return embeddings(model, BodyFields.NONE);
    }

    /// OpenAI embeddings with other fields besides.
    static RequestFormat embeddings(String model, BodyFields fields) {
        String ending = fields.json(0) + "}";
        return (prompt, _) -> utf8("{\"model\":" + quoted(model) + ",\"input\":" + quoted(prompt.text()) + ending);
    }

    /// OpenAI chat.
    ///
    /// @param maxTokens of an answer whose prompt asks for no number of its own
    /// @param stream as server-sent events, with a usage chunk
    /// @param ignoreEos asks servers that know the word (vLLM, SGLang) for exactly as many tokens
    static RequestFormat chat(String model, int maxTokens, boolean stream, boolean ignoreEos) {
        return chat(model, "", new Generation(maxTokens, stream, ignoreEos, BodyFields.NONE));
    }

    /// OpenAI chat.
    ///
    /// @param system the system message of chats that have none of their own; empty for none
    static RequestFormat chat(String model, String system, Generation generation) {
        String said = system.isEmpty() ? "" : "{\"role\":\"system\",\"content\":" + quoted(system) + "}";
        return (prompt, _) -> utf8(
                "{\"model\":" + quoted(model) + ",\"messages\":" + messages(said, prompt) + generation.ending(prompt));
    }

    private static String messages(String system, Prompt prompt) {
        JsonNode messages = prompt.messages();
        String said = messages != null ? messages.toString() : "[{\"role\":\"user\",\"content\":" + quoted(prompt.text()) + "}]";
        boolean own = messages != null && messages.path(0).path("role").asText().equals("system");
        return system.isEmpty() || own ? said : '[' + system + (said.equals("[]") ? "" : ",") + said.substring(1);
    }

    /// OpenAI text completions.
    static RequestFormat completions(String model, int maxTokens, boolean stream, boolean ignoreEos) {
        return completions(model, new Generation(maxTokens, stream, ignoreEos, BodyFields.NONE));
    }

    /// OpenAI text completions.
    static RequestFormat completions(String model, Generation generation) {
        return (prompt, _) -> utf8("{\"model\":" + quoted(model) + ",\"prompt\":" + quoted(prompt.text()) + generation.ending(prompt));
    }

    /// KServe v2 inference of one text.
    ///
    /// @param input name of the model's input
    static RequestFormat kserve(String input) {
        return kserve(KServeModel.text(input), BodyFields.NONE);
    }

    /// KServe v2 inference.
    static RequestFormat kserve(KServeModel model, BodyFields fields) {
        String ending = fields.json(0) + "}";
        return (prompt, _) -> utf8("{\"inputs\":" + model.json(prompt) + ending);
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
