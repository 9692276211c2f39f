package gpudyno.load;

/// The parameters requested for a chat or completion answer.
///
/// @param maxTokens of an answer whose prompt asks for no number of its own
/// @param stream as server-sent events, with a usage chunk
/// @param ignoreEos asks servers that support it (vLLM, SGLang) for exactly this number of tokens
/// @param fields additional fields; `max_tokens` or `max_completion_tokens` among them replace the usual `max_tokens`
public record Generation(int maxTokens, boolean stream, boolean ignoreEos, BodyFields fields) {
    /// Of one answer.
    public static final int MOST_TOKENS = 1_000_000;

    public Generation {
        if (maxTokens < 1 || maxTokens > MOST_TOKENS) {
            throw new IllegalArgumentException("the most tokens of an answer must lie from 1 to " + MOST_TOKENS + ", got " + maxTokens);
        }
    }

    /// How a request's body ends, from the comma after its prompt on.
    String ending(Prompt prompt) {
        int tokens = prompt.outputTokens() > 0 ? prompt.outputTokens() : maxTokens;
        StringBuilder text = new StringBuilder();
        if (!fields.has("max_tokens") && !fields.has("max_completion_tokens")) {
            text.append(",\"max_tokens\":").append(tokens);
        }
        if (ignoreEos && !fields.has("ignore_eos")) {
            text.append(",\"ignore_eos\":true");
        }
        if (stream) {
            text.append(",\"stream\":true").append(fields.has("stream_options") ? "" : ",\"stream_options\":{\"include_usage\":true}");
        }
        return text.append(fields.json(tokens)).append('}').toString();
    }
}
